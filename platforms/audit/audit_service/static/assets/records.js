import { call, element, moment, tell } from "./api.js";

const PAGE = 25;
const ACTIONS = [
  "object_type.create", "object_type.update", "object_type.delete", "schema.create", "schema.update", "schema.delete",
  "branch.create", "branch.delete", "branch.lock", "branch.unlock", "branch.force_unlock", "auth.login", "auth.failed",
  "acl.update", "person.create", "person.deactivate", "audit.refused",
];

export function changed(one) {
  const fields = one.changes ? one.changes.fields_changed.join(", ") : "";
  return one.success ? fields : one.error_code || "refused";
}

function asked(form, offset) {
  const given = Object.fromEntries(new FormData(form));
  const query = { text: given.text, limit: PAGE, offset, archived: given.archived === "on" };
  if (given.action) query.actions = [given.action];
  if (given.outcome) query.success = given.outcome === "done";
  if (given.since) query.since = new Date(given.since).toISOString();
  if (given.until) query.until = new Date(given.until).toISOString();
  return query;
}

function row(one) {
  const cell = (label, ...inside) => element("td", { "data-label": label }, ...inside);
  return element(
    "tr",
    {},
    element("td", { class: "when", "data-label": "When" }, element("a", { href: `/records/${one.event_id}` }, moment(one.event_time))),
    cell("Who", one.actor_username || "somebody unknown"),
    cell("What", one.success ? one.action : element("span", { class: "failed" }, one.action)),
    cell("Of what", one.resource_name || "–"),
    cell("Branch", one.branch || "–"),
    cell("Changed", changed(one) || "–"),
  );
}

export async function records(content) {
  const choice = (label, name, ...options) => element("label", {}, label, element("select", { name }, ...options));
  const field = (label, name, type) => element("label", {}, label, element("input", { name, type }));
  const form = element(
    "form",
    { class: "card filters", role: "search" },
    field("Text", "text", "search"),
    choice("Action", "action", element("option", { value: "" }, "any"), ...ACTIONS.map((one) => element("option", {}, one))),
    choice("Outcome", "outcome", element("option", { value: "" }, "any"), element("option", { value: "done" }, "done"),
      element("option", { value: "refused" }, "refused")),
    field("From", "since", "datetime-local"),
    field("Until", "until", "datetime-local"),
    element("button", {}, "Search"),
  );
  const count = element("p", { class: "count" });
  const body = element("tbody");
  const heads = ["When", "Who", "What", "Of what", "Branch", "Changed"].map((one) => element("th", { scope: "col" }, one));
  const before = element("button", { type: "button", class: "quiet" }, "Newer");
  const after = element("button", { type: "button", class: "quiet" }, "Older");
  const place = element("span");
  let offset = 0;

  async function look() {
    const found = await call("POST", "/api/v1/audit/query", asked(form, offset));
    body.replaceChildren(...found.records.map(row));
    count.textContent = found.total === 1 ? "1 record" : `${found.total.toLocaleString()} records`;
    place.textContent = found.total ? `${offset + 1} to ${offset + found.records.length}` : "";
    before.disabled = offset === 0;
    after.disabled = !found.has_more;
    tell(count.textContent);
  }

  async function carefully() {
    try {
      await look();
    } catch (error) {
      if (error.status === 401) return location.reload();
      count.textContent = error.message;
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    offset = 0;
    carefully();
  });
  before.addEventListener("click", () => ((offset = Math.max(0, offset - PAGE)), carefully()));
  after.addEventListener("click", () => ((offset += PAGE), carefully()));
  await look();
  content.replaceChildren(
    element("h1", {}, "Records"),
    form,
    count,
    element("div", { class: "card table", tabindex: "0", role: "region", "aria-label": "Records that were found" },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body)),
    element("div", { class: "pages" }, place, before, after),
  );
}
