// What pages are made of. Text is always set as text.

import { here } from "./api.js";

export const main = document.querySelector("#main");

export function node(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function show(title, ...children) {
  document.title = `${title} · Events`;
  main.replaceChildren(node("h1", {}, title), ...children);
}

export function field(label, input) {
  input.id = input.name;
  return node("div", { className: "field" }, node("label", { htmlFor: input.id }, label), input);
}

export const when = (date) =>
  date ? new Date(date).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC" : "No date yet";

export function card(event, level) {
  return node("li", { className: "card" },
    node(level, {}, node("a", { href: here(`/events/${event.id}`) }, event.name)),
    node("p", { className: "meta" }, [when(event.date), event.place].filter(Boolean).join(" · ")),
    topics(event));
}

// Each leads to all events about it.
export function topics(event) {
  if (!event.topics.length) return "";
  const links = event.topics.map((topic) => node("li", {}, node("a", { href: here("/", { topic }) }, topic)));
  return node("ul", { className: "tags", ariaLabel: "Topics" }, ...links);
}

// A place where the page says how something went.
export function line() {
  return node("p", { className: "line", role: "status" });
}

export function tell(place, error) {
  place.textContent = error.status === 401 ? "Sign in first." : error.message;
  place.classList.add("bad");
}
