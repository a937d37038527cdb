// Finding events: by words, or by place, date, topic and quality, page by page. The address says what is shown.

import { asked, call, here, inCatalogue } from "./api.js";
import { card, field, line, node, show, tell } from "./elements.js";

const MOST = 50; // hits of a search by words
const PAGE = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const FIELDS = [
  { name: "place", label: "Place", maxLength: 200 },
  { name: "topic", label: "Topic", maxLength: 60 },
  { name: "from", label: "From", type: "date" },
  { name: "to", label: "To", type: "date" },
  { name: "quality", label: "Quality, at least", type: "number", min: 0, max: 100 },
];

const text = (name, most) => [...asked(name).replaceAll("\0", "")].slice(0, most).join("").trim();
const whole = (name, least, most) => {
  const value = asked(name);
  return /^\d{1,7}$/.test(value) && value >= least && value <= most ? Number(value) : null;
};
const day = (name) => (DAY.test(asked(name)) && !Number.isNaN(Date.parse(asked(name))) ? asked(name) : "");

// What the address asks for; what makes no sense in it is as if it were not there.
function wishes() {
  const q = text("q", 200);
  const filters = q ? {} : { place: text("place", 200), topic: text("topic", 60), from: day("from"), to: day("to"), quality: whole("quality", 1, 100) };
  return { q, filters, page: q ? 1 : whole("page", 1, 1_000_000) || 1 };
}

async function find({ q, filters, page }) {
  if (q) {
    const events = await call("GET", inCatalogue(`/events/search?${new URLSearchParams({ q, limit: MOST })}`));
    return { events, total: events.length, pages: 1 };
  }
  const { place, topic, from, to, quality } = filters;
  const wanted = { place, topic, quality, after: from && `${from}T00:00:00.000Z`, before: to && `${to}T23:59:59.999Z`, page, limit: PAGE };
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  return call("GET", inCatalogue(`/events?${query}`));
}

function count({ events, total }, { q, filters, page }) {
  const number = `${total} ${total === 1 ? "event" : "events"}`;
  if (q) return !total ? `Nothing found for “${q}”.` : total === MOST ? `The ${MOST} best events` : number;
  if (!total) return Object.values(filters).some(Boolean) ? "No event fits." : "There are no events yet.";
  if (!events.length) return `${number}, and none of them on page ${page}`;
  const first = (page - 1) * PAGE + 1;
  return total <= PAGE ? number : `Events ${first} to ${first + events.length - 1} of ${total}`;
}

function turning({ pages }, { filters, page }) {
  if (pages < 2 && page === 1) return "";
  const to = (number, label) => node("a", { className: "button", href: here("/", { ...filters, page: number > 1 ? number : "" }) }, label);
  return node("nav", { className: "turning", ariaLabel: "More events" },
    page > 1 ? to(Math.min(page - 1, Math.max(pages, 1)), "Previous page") : "",
    page < pages ? to(page + 1, "Next page") : "");
}

// A form that leads to an address with what is filled in.
function leading(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const filled = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    document.dispatchEvent(new CustomEvent("wanted", { detail: here("/", Object.fromEntries(filled)) }));
  });
  return form;
}

export async function searchPage() {
  const wish = wishes();
  const words = node("input", { name: "q", type: "search", value: wish.q, maxLength: 200, autocomplete: "off" });
  const fields = FIELDS.map(({ label, ...one }) => field(label, node("input", { type: "text", autocomplete: "off", ...one, value: wish.filters[one.name] ?? "" })));
  const found = node("ul", { className: "cards", ariaLabel: "Events found" });
  const said = line();
  const below = node("div");
  show("Find an event",
    leading(node("form", { role: "search" }, field("What are you looking for?", words), node("button", {}, "Search"))),
    node("details", { open: Object.values(wish.filters).some(Boolean) },
      node("summary", {}, "Browse by place, topic, date or quality"),
      leading(node("form", { ariaLabel: "Browse" }, ...fields, node("button", {}, "Show these")))),
    said, found, below);
  await look(wish, said, found, below);
}

async function look(wish, said, found, below) {
  said.textContent = "Looking …";
  said.classList.remove("bad");
  below.replaceChildren();
  try {
    const answer = await find(wish);
    found.replaceChildren(...answer.events.map((event) => card(event, "h2")));
    said.textContent = count(answer, wish);
    below.replaceChildren(turning(answer, wish));
  } catch (error) {
    tell(said, error);
    if (!error.passes) return;
    const again = node("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => look(wish, said, found, below));
    below.replaceChildren(again);
  }
}
