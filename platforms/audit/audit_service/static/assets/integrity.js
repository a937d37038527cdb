import { call, element, tell } from "./api.js";

export async function integrity(content) {
  const button = element("button", { type: "button" }, "Check all records");
  const result = element("div", { "aria-live": "polite" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    result.replaceChildren(element("p", {}, "Checking …"));
    try {
      const found = await call("POST", "/api/v1/audit/integrity");
      const looked = `${found.checked.toLocaleString()} records were looked at.`;
      const verdict = found.whole
        ? element("p", { class: "verdict whole" }, `✓ Everything is as it was recorded. ${looked}`)
        : element("p", { class: "verdict broken" },
          `✗ ${found.total_findings === 1 ? "One thing is" : `${found.total_findings} things are`} not as recorded. ${looked}`);
      const items = found.findings.map((one) =>
        element("li", {}, one.event_id ? element("a", { href: `/records/${one.event_id}` }, one.says) : one.says));
      result.replaceChildren(verdict, ...(items.length ? [element("ul", {}, ...items)] : []));
      tell(verdict.textContent);
    } catch (error) {
      result.replaceChildren(element("p", { class: "refusal" }, error.message));
    }
    button.disabled = false;
  });
  content.replaceChildren(
    element("h1", {}, "Integrity"),
    element("p", {}, "Each record is sealed together with the one before. The check finds a record that was changed, is missing, " +
      "has changed places with another, or was put there by somebody else."),
    button,
    result,
  );
}
