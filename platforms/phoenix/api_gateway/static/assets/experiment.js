import { call, listen } from "./api.js";
import { element, show, state } from "./elements.js";

const JOURNEY = ["pending", "initializing", "running", "analyzing", "completed"];
const NAMES = {
  min_cardinality_reduction: "Cardinality reduction, at least",
  max_latency_increase: "Latency increase, at most",
  critical_process_coverage: "Critical processes covered, at least",
};

export async function experimentPage(id) {
  const place = element("div");
  const metrics = element("dl", { class: "figures" });
  const path = `/api/v1/experiments/${encodeURIComponent(id)}`;
  const first = await call("GET", path);
  let running = false;
  const draw = (experiment) => {
    running = experiment.state === "running";
    place.replaceChildren(...parts(experiment));
    metrics.hidden = experiment.results !== null;
  };
  show(first.name, element("p", { class: "quiet" }, first.description), place, metrics);
  draw(first);
  listen(`experiment:${first.id}`, async () => draw(await call("GET", path)));
  const look = async () => {
    if (running) metrics.replaceChildren(...figures(await call("GET", `${path}/metrics`).catch(() => null)));
  };
  setInterval(look, 1000);
}

function parts(experiment) {
  const steps = [...JOURNEY];
  if (["failed", "cancelled"].includes(experiment.state)) steps[4] = experiment.state;
  const journey = element(
    "ol",
    { class: "journey", "aria-label": "Progress" },
    ...steps.map((step) => element("li", step === experiment.state ? { "aria-current": "step" } : {}, step)),
  );
  const said = element("p", { role: "status" }, state(experiment.state), ` ${experiment.reason}`);
  const about = element(
    "p",
    { class: "quiet" },
    `${experiment.baseline_pipeline} against ${experiment.candidate_pipeline} on ${experiment.target_nodes.join(", ")}, for ${experiment.config.duration}`,
  );
  return experiment.results ? [about, journey, said, ...results(experiment.results)] : [about, journey, said];
}

function results(found) {
  const rows = found.criteria.map((one) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, NAMES[one.name] ?? one.name),
      element("td", {}, percent(one.limit)),
      element("td", {}, one.value === null ? "unknown" : percent(one.value)),
      element("td", {}, one.met ? "met" : "missed"),
    ),
  );
  const head = ["Criterion", "Limit", "Seen", "Outcome"].map((text) => element("th", { scope: "col" }, text));
  return [
    element("h2", {}, "Result"),
    element(
      "dl",
      { class: "figures" },
      figure("Recommendation", found.recommendation),
      figure("Cardinality reduction", percent(found.cardinality_reduction)),
      figure("Confidence", percent(found.confidence * 100)),
      figure("Risk", found.risk),
    ),
    element("h2", {}, "Criteria"),
    element(
      "div",
      { class: "card scroll", tabindex: "0", role: "region", "aria-label": "Criteria" },
      element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
    ),
  ];
}

function figures(metrics) {
  if (metrics === null) return [figure("Series", "not known at the moment")];
  return [
    figure("Baseline series", metrics.baseline.time_series_count),
    figure("Candidate series", metrics.candidate.time_series_count),
    figure("Fewer", metrics.cardinality_reduction === null ? "–" : percent(metrics.cardinality_reduction)),
  ];
}

function figure(name, value) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, String(value)));
}

function percent(value) {
  return `${value.toFixed(1)} %`;
}
