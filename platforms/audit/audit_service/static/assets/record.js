import { call, element, moment } from "./api.js";

function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

function values(changes) {
  if (!changes || !changes.fields_changed.length) return [];
  const cell = (label, kind, side, name) =>
    element("td", { class: name in side ? kind : "", "data-label": label },
      element("pre", { class: "values" }, name in side ? shown(side[name]) : "–"));
  const rows = changes.fields_changed.map((name) =>
    element("tr", {}, element("td", { "data-label": "Field" }, name), cell("Before", "old", changes.old_values, name),
      cell("After", "new", changes.new_values, name)));
  const heads = ["Field", "Before", "After"].map((one) => element("th", { scope: "col" }, one));
  const from = changes.version_before === null ? "" : `version ${changes.version_before} → `;
  const title = changes.version_after === null ? "What changed" : `What changed (${from}version ${changes.version_after})`;
  return [
    element("h2", {}, title),
    element("div", { class: "card table", tabindex: "0", role: "region", "aria-label": title },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))),
  ];
}

export async function record(content, id) {
  const one = await call("GET", `/api/v1/audit/events/${id}`);
  const told = [
    ["Who", `${one.actor_username || "somebody unknown"}${one.actor_role ? `, ${one.actor_role}` : ""}`],
    ["Did", one.action],
    ["To", `${one.resource_name || "–"} (${one.resource_type})`],
    ["On branch", one.branch || "–"],
    ["When", moment(one.event_time)],
    ["From where", [one.ip_address, one.user_agent].filter(Boolean).join(", ") || "–"],
    ["Outcome", one.success ? "done" : `refused: ${one.error_code || "not said"}`],
    ["Request", one.request_id],
    ["Correlation", one.correlation_id],
    ["Recorded", `${moment(one.recorded_at)}, as number ${one.position}${one.archived ? ", archived" : ""}`],
  ];
  content.replaceChildren(
    element("p", {}, element("a", { href: "/" }, "All records")),
    element("h1", {}, `${one.action} of ${one.resource_name || one.resource_type}`),
    element("dl", { class: "card" }, ...told.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
    ...values(one.changes),
  );
}
