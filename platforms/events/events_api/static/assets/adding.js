// Adding a page: its address, and how far the work is. The address of this page keeps what is being watched.

import { asked, call, here, inCatalogue, isId } from "./api.js";
import { field, line, node, show, tell } from "./elements.js";

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
const STEPS = {
  queued: [5, "Waiting for its turn"],
  fetching: [35, "Fetching the page"],
  extracting: [70, "Reading the page"],
  done: [100, "Done"],
  failed: [100, "It failed"],
};
const LOOK = 150; // milliseconds between two looks
const PATIENCE = 1000; // milliseconds, while Events cannot be asked

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const path = (id) => inCatalogue(`/scrapes/${id}`);

export async function addingPage() {
  const url = node("input", { name: "url", type: "url", required: true, placeholder: "https://", maxLength: 2000, autocomplete: "off" });
  const button = node("button", {}, "Add this page");
  const form = node("form", {}, field("Address of the page", url), button);
  const shown = node("div", { id: "progress" });
  show("Add a page", node("p", {}, "We read the page and make an event of it."), form, shown);
  const watch = async (scrape) => {
    button.disabled = true;
    try {
      await follow(await scrape(), shown);
    } catch (error) {
      const said = line();
      shown.replaceChildren(said);
      tell(said, error);
    }
    button.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    watch(async () => {
      const scrape = await call("POST", inCatalogue("/scrapes"), { url: url.value });
      if (form.isConnected) history.replaceState(null, "", here("/scrape", { scrape: scrape.id }));
      return scrape;
    });
  });
  if (isId(asked("scrape"))) await watch(() => call("GET", path(asked("scrape"))));
}

async function follow(scrape, shown) {
  const bar = node("progress", { max: 100, ariaLabel: "How far it is" });
  const words = line();
  shown.replaceChildren(bar, words);
  for (;;) {
    const [percent, text] = STEPS[scrape.state];
    bar.value = percent;
    words.textContent = scrape.tries > 1 && !scrape.ended_at ? `${text} (try ${scrape.tries})` : text;
    if (scrape.ended_at) break;
    await pause(LOOK);
    if (!bar.isConnected) return; // somebody has gone on
    scrape = await look(scrape, words);
  }
  if (scrape.state === "failed") {
    words.classList.add("bad");
    words.textContent = REASONS[scrape.reason] || "It failed.";
  } else {
    words.textContent = scrape.known ? "We know this page already. " : "Done. ";
    if (scrape.event_id) words.append(node("a", { href: here(`/events/${scrape.event_id}`) }, "Open the event"));
  }
}

// How far it is now; as before while that cannot be asked, for the work goes on without this page.
async function look(scrape, words) {
  try {
    return await call("GET", path(scrape.id));
  } catch (error) {
    if (!error.passes) throw error;
    words.textContent = error.message;
    await pause(PATIENCE);
    return scrape;
  }
}
