import { call, element, Refusal, tell } from "./api.js";
import { integrity } from "./integrity.js";
import { record } from "./record.js";
import { records } from "./records.js";

const content = document.getElementById("content");
const READERS = ["auditor", "compliance", "admin"];
let visitor = null;
let turn = 0; // which page was asked for last: one that was slow to come must not take the place of it

function greet() {
  document.querySelector("nav").hidden = visitor === null;
  const place = document.querySelector(".visitor");
  place.hidden = visitor === null;
  place.querySelector("span").textContent = visitor ? `${visitor.name}, ${visitor.role}` : "";
}

function signIn() {
  const refusal = element("p", { class: "refusal", role: "alert" });
  const field = (label, name, type, complete) =>
    element("label", {}, label, element("input", { name, type, autocomplete: complete, required: true }));
  const form = element(
    "form",
    { class: "card sign-in" },
    element("h1", {}, "Sign in"),
    field("E-mail", "email", "email", "username"),
    field("Password", "password", "password", "current-password"),
    element("button", {}, "Sign in"),
    refusal,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    refusal.textContent = "";
    try {
      visitor = await call("POST", "/api/auth/login", Object.fromEntries(new FormData(form)));
      greet();
      go("/");
    } catch (error) {
      refusal.textContent = error.message;
      button.disabled = false;
    }
  });
  content.replaceChildren(form);
  form.email.focus();
}

function notForYou() {
  content.replaceChildren(
    element("h1", {}, "Records"),
    element("p", { class: "card" }, "Your role does not allow you to read records. Ask an admin for the role of an auditor."),
  );
}

const PAGES = [
  [/^\/$/, "Records", records],
  [/^\/integrity$/, "Integrity", integrity],
  [/^\/records\/([\w-]+)$/, "Record", record],
];

async function show() {
  const path = location.pathname;
  const mine = ++turn;
  if (visitor === null) {
    document.title = "Sign in · Audit";
    signIn();
    return;
  }
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === path) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!READERS.includes(visitor.role)) return notForYou();
  const found = PAGES.map(([pattern, title, page]) => [path.match(pattern), title, page]).find(([match]) => match);
  if (!found) return go("/");
  const [match, title, page] = found;
  document.title = `${title} · Audit`;
  const place = document.createElement("div");
  try {
    await page(place, ...match.slice(1));
    if (mine === turn) content.replaceChildren(...place.childNodes);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Refusal && error.status === 401) {
      visitor = null;
      greet();
      return show();
    }
    content.replaceChildren(element("h1", {}, title), element("p", { class: "refusal", role: "alert" }, error.message));
  }
}

function go(path) {
  history.pushState(null, "", path);
  show().then(() => content.focus());
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || link.origin !== location.origin || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.classList.contains("skip")) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
window.addEventListener("popstate", show);
document.querySelector(".visitor button").addEventListener("click", async () => {
  try {
    await call("POST", "/api/auth/logout");
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) return tell(error.message);
  }
  visitor = null;
  greet();
  go("/sign-in");
});

try {
  visitor = await call("GET", "/api/session");
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
}
greet();
await show();
