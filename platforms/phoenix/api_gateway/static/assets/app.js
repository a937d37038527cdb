// Shows the page that its address names. All text goes into the document as text, never as markup.
import { call, NotSignedIn } from "./api.js";
import { element, show } from "./elements.js";
import { experimentPage } from "./experiment.js";
import { listPage } from "./list.js";
import { signInPage } from "./sign-in.js";

async function start() {
  const place = location.pathname;
  if (place === "/sign-in") return signInPage();
  const me = await call("GET", "/api/v1/people/me");
  const out = element("button", { class: "plain", type: "button" }, "Sign out");
  out.addEventListener("click", async () => {
    await call("POST", "/api/auth/logout");
    location.assign("/sign-in");
  });
  document.getElementById("visitor").replaceChildren(
    element("span", { class: "row" }, element("span", { class: "quiet" }, `${me.display_name}, ${me.tenant}`), out),
  );
  const [, , id] = place.split("/");
  return id ? experimentPage(decodeURIComponent(id)) : listPage();
}

start().catch((problem) => {
  if (problem instanceof NotSignedIn) location.assign("/sign-in");
  else show("Something is not right", element("p", { class: "problem", role: "alert" }, problem.message));
});
