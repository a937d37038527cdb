// The page of Events: which of its parts the address asks for. Going from one to another loads nothing anew.

import { addingPage } from "./adding.js";
import { here } from "./api.js";
import { line, main, node, show, tell } from "./elements.js";
import { eventPage } from "./event.js";
import { searchPage } from "./search.js";
import { showSession, signInPage } from "./signing_in.js";

const PAGES = { "/": searchPage, "/scrape": addingPage, "/sign-in": signInPage };

async function open() {
  const at = location.href;
  for (const link of document.querySelectorAll("nav a[data-page]")) {
    link.href = here(link.dataset.page);
    if (link.dataset.page === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  try {
    const event = location.pathname.match(/^\/events\/(.+)$/);
    await (event ? eventPage(event[1]) : PAGES[location.pathname]());
  } catch (error) {
    if (location.href !== at) return; // somebody has gone on
    const said = line();
    const passes = error.passes ?? true;
    const again = node("button", { type: "button" }, "Try again");
    again.addEventListener("click", open);
    show(passes ? "This cannot be shown now" : "There is no such event", said, passes ? again : node("a", { href: here("/") }, "Find another event"));
    if (passes) tell(said, error);
    else said.textContent = "It was removed, or has never been here.";
  }
}

function go(address) {
  history.pushState(null, "", address);
  scrollTo(0, 0);
  main.focus();
  open();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const otherwise = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || otherwise || link.hash || link.origin !== location.origin) return;
  event.preventDefault();
  go(link.href);
});
document.addEventListener("wanted", (event) => go(event.detail));
addEventListener("popstate", open);
showSession(document.querySelector("#session"));
open();
