// Two editions of one report: a folder, and a single file to mail or attach. See tools/report.py.
const { REPORTS: reports, REPORT_OUT: out } = process.env;
const options = { groupBy: ["epic", "feature", "story"], reportLanguage: "en" };

// The label `cause` is the suite's own: see support/reporting/outcomes.py. The first rule that fits counts.
const caused = (cause) => ({ statuses: ["failed", "broken"], labels: { cause } });
// What equal failures have in common: see support/reporting/likeness.py.
const equal = { label: "failure" };
const categories = [
  { name: "Known failures", matchers: [caused("known failure")], groupBy: [equal], groupByMessage: false },
  { name: "Flaky: passed, but not at first", matchers: [{ flaky: true }] },
  { name: "The product breaks a promise", matchers: [caused("product")], groupBy: [{ label: "promise" }, equal], groupByMessage: false },
  { name: "The environment failed", matchers: [caused("environment")], groupBy: [equal], groupByMessage: false },
  { name: "A test is broken", matchers: [caused("test")], groupBy: [equal], groupByMessage: false },
  { name: "Was interrupted", matchers: [caused("interruption")] },
  { name: "Did not run", matchers: [{ statuses: ["unknown"] }], groupByMessage: true },
];

export default {
  name: "Acceptance",
  output: out,
  historyPath: `${reports}/history.jsonl`,
  historyLimit: 30,
  categories,
  // The same for every scenario. (Hiding what the page shows elsewhere, such as the story, takes it from the tree.)
  hideLabels: ["framework", "language", "host", "thread"],
  plugins: {
    folder: { import: "@allurereport/plugin-awesome", options },
    single: { import: "@allurereport/plugin-awesome", options: { ...options, singleFile: true } },
  },
};
