// Two editions of one report: a folder, and a single file to mail or attach. See tools/report.py.
const { REPORTS: reports, REPORT_OUT: out } = process.env;
const options = { groupBy: ["epic", "feature", "story"], reportLanguage: "en" };

export default {
  name: "Acceptance",
  output: out,
  historyPath: `${reports}/history.jsonl`,
  historyLimit: 30,
  plugins: {
    folder: { import: "@allurereport/plugin-awesome", options },
    single: { import: "@allurereport/plugin-awesome", options: { ...options, singleFile: true } },
  },
};
