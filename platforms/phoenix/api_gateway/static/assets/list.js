import { call, listen } from "./api.js";
import { element, show, state } from "./elements.js";

export function listPage() {
  const list = element("div", { "aria-live": "polite" });
  const count = element("p", { class: "quiet" });
  show("Experiments", count, list);
  let due = false;
  const renew = async () => {
    due = false;
    const page = await call("GET", "/api/v1/experiments?per_page=50");
    count.textContent = page.total_count === 1 ? "1 experiment" : `${page.total_count} experiments`;
    list.replaceChildren(...page.experiments.map(row));
    if (!page.experiments.length) list.replaceChildren(element("p", { class: "card" }, "There are no experiments yet."));
  };
  listen("experiment.updates", () => {
    if (!due) setTimeout(renew, 200); // many at once are shown together
    due = true;
  });
}

function row(experiment) {
  return element(
    "article",
    { class: "card" },
    element("div", { class: "row" }, element("a", { href: `/experiments/${experiment.id}` }, experiment.name), state(experiment.state)),
    element("div", { class: "quiet" }, `${experiment.baseline_pipeline} against ${experiment.candidate_pipeline} on ${experiment.target_nodes.join(", ")}`),
  );
}
