// The page of Events: search, an event with what is like it, adding a page, signing in. Text is always set as text.

import { call, here, inCatalogue, Refused } from "./api.js";

const main = document.querySelector("#main");
const notice = document.querySelector("#notice");
const REASONS = {
  ROBOTS_DISALLOWED: "The site does not want this page to be read by programs.",
  ADDRESS_PRIVATE: "The page leads to an address that is not public.",
  SITE_NOT_ALLOWED: "The page leads to a site that is not read.",
  TOO_MANY_REDIRECTS: "The page leads from one address to the next without end.",
  PAGE_REFUSED: "The site has no such page for us.",
  SITE_FAILING: "The site does not answer. Try again later.",
  PAGE_TOO_LARGE: "The page is too large.",
  WRONG_CONTENT_TYPE: "This is not a web page.",
  NO_EVENT: "The page tells of no event.",
  EXTRACTION_FAILED: "The page could not be read.",
};
const STEPS = { queued: [5, "Waiting for its turn"], fetching: [35, "Fetching the page"], extracting: [70, "Reading the page"], done: [100, "Done"], failed: [100, "It failed"] };

function node(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const say = (text) => { notice.textContent = text; };
const when = (date) => (date ? new Date(date).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC" : "No date yet");

function card(event, level) {
  return node("li", { className: "card" },
    node(level, {}, node("a", { href: here(`/events/${event.id}`) }, event.name)),
    node("p", { className: "meta" }, [when(event.date), event.place].filter(Boolean).join(" · ")),
    tags(event.topics));
}

function tags(topics) {
  return topics.length ? node("ul", { className: "tags", ariaLabel: "Topics" }, ...topics.map((topic) => node("li", {}, topic))) : "";
}

function field(label, input) {
  input.id = input.name;
  return node("div", { className: "field" }, node("label", { htmlFor: input.id }, label), input);
}

function show(title, ...children) {
  document.title = `${title} · Events`;
  main.replaceChildren(node("h1", {}, title), ...children);
}

async function searchPage() {
  const asked = new URLSearchParams(location.search).get("q") || "";
  const text = node("input", { name: "q", type: "search", value: asked, maxLength: 200, autocomplete: "off" });
  const form = node("form", { role: "search" }, field("What are you looking for?", text), node("button", {}, "Search"));
  const found = node("ul", { className: "cards" });
  show("Find an event", form, found);
  let last = 0;
  async function look(push) {
    const turn = ++last;
    const q = text.value.trim();
    if (push) {
      const address = new URL(location);
      if (q) address.searchParams.set("q", q); else address.searchParams.delete("q");
      history.replaceState(null, "", address);
    }
    say("Looking …");
    const events = q
      ? await call("GET", inCatalogue(`/events/search?limit=50&q=${encodeURIComponent(q)}`))
      : (await call("GET", inCatalogue("/events?limit=50"))).events;
    if (turn !== last) return; // somebody has typed on
    found.replaceChildren(...events.map((event) => card(event, "h2")));
    say(events.length ? `${events.length} ${events.length === 1 ? "event" : "events"}` : q ? `Nothing found for “${q}”.` : "There are no events yet.");
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); look(true).catch(tell); });
  await look(false);
}

async function eventPage(id) {
  const event = await call("GET", `/api/v1/events/${encodeURIComponent(id)}`);
  const facts = node("dl", {}, node("dt", {}, "When"), node("dd", {}, when(event.date)), node("dt", {}, "Where"), node("dd", {}, event.place || "Not said"));
  if (event.speakers.length) facts.append(node("dt", {}, "Speakers"), node("dd", {}, event.speakers.map((one) => (one.company ? `${one.name} (${one.company})` : one.name)).join(", ")));
  if (event.companies.length) facts.append(node("dt", {}, "Companies"), node("dd", {}, event.companies.map((one) => one.name).join(", ")));
  facts.append(node("dt", {}, "Described"), node("dd", {}, `${event.quality} of 100`));
  const similar = node("ul", { className: "cards", id: "similar" });
  const parts = [tags(event.topics), node("p", {}, event.description || "Nobody has described it yet."), facts];
  if (event.url) parts.push(node("p", {}, node("a", { href: event.url, rel: "noopener noreferrer nofollow" }, "The page it came from")));
  show(event.name, ...parts, node("h2", {}, "Similar events"), similar);
  const others = await call("GET", `/api/v1/events/${event.id}/similar`);
  similar.replaceChildren(...others.map((one) => card(one, "h3")));
  say(others.length ? "" : "Nothing similar yet.");
}

function scrapePage() {
  const url = node("input", { name: "url", type: "url", required: true, placeholder: "https://", maxLength: 2000, autocomplete: "off" });
  const button = node("button", {}, "Add this page");
  const form = node("form", {}, field("Address of the page", url), button);
  const shown = node("div", { id: "progress" });
  show("Add a page", node("p", {}, "We read the page and make an event of it."), form, shown);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say("");
    try {
      await follow(await call("POST", inCatalogue("/scrapes"), { url: url.value }), shown);
    } catch (error) {
      shown.replaceChildren();
      tell(error);
    }
    button.disabled = false;
  });
}

async function follow(scrape, shown) {
  const bar = node("progress", { max: 100, ariaLabel: "How far it is" });
  const words = node("p", { role: "status" });
  shown.replaceChildren(bar, words);
  for (;;) {
    const [percent, text] = STEPS[scrape.state];
    bar.value = percent;
    words.textContent = scrape.tries > 1 && !scrape.ended_at ? `${text} (try ${scrape.tries})` : text;
    if (scrape.state === "done") {
      words.textContent = scrape.known ? "We know this page already. " : "Done. ";
      if (scrape.event_id) words.append(node("a", { href: here(`/events/${scrape.event_id}`) }, "Open the event"));
      return;
    }
    if (scrape.state === "failed") {
      words.className = "bad";
      words.textContent = REASONS[scrape.reason] || "It failed.";
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
    scrape = await call("GET", inCatalogue(`/scrapes/${scrape.id}`));
  }
}

function signInPage() {
  const email = node("input", { name: "email", type: "email", required: true, autocomplete: "username" });
  const password = node("input", { name: "password", type: "password", required: true, autocomplete: "current-password" });
  const form = node("form", {}, field("E-mail", email), field("Password", password), node("button", {}, "Sign in"));
  show("Sign in", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/api/auth/login", { email: email.value, password: password.value });
      location.assign(here("/"));
    } catch (error) { tell(error); }
  });
}

async function showSession() {
  const link = document.querySelector("#session");
  try {
    const me = await call("GET", "/api/v1/people/me");
    link.textContent = `Sign out ${me.display_name}`;
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      try { await call("POST", "/api/auth/logout"); location.assign(here("/sign-in")); } catch (error) { tell(error); }
    });
  } catch (error) {
    if (error.status !== 401) tell(error);
  }
}

function tell(error) {
  if (!(error instanceof Refused)) throw error;
  say(error.status === 401 && location.pathname !== "/sign-in" ? "Sign in first." : error.message);
}

async function start() {
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.page === location.pathname) link.setAttribute("aria-current", "page");
    link.href = here(link.dataset.page);
  }
  showSession();
  const event = location.pathname.match(/^\/events\/([^/]+)$/);
  if (event) return eventPage(decodeURIComponent(event[1]));
  return { "/": searchPage, "/scrape": scrapePage, "/sign-in": signInPage }[location.pathname]();
}

start().catch((error) => {
  if (error.status === 404 || error.status === 422) show("There is no such event");
  tell(error);
});
