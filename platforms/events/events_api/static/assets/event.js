// An event, and what is like it.

import { call, isId, Refused } from "./api.js";
import { card, line, node, show, tell, topics, when } from "./elements.js";

const person = (one) => (one.company ? `${one.name} (${one.company})` : one.name);
const lines = (all) => node("ul", { className: "plain" }, ...all.map((one) => node("li", {}, one)));

function facts(event) {
  const told = [
    ["When", when(event.date)],
    ["Where", event.place || "Not said"],
    ["Speakers", event.speakers.length && lines(event.speakers.map(person))],
    ["Companies", event.companies.length && lines(event.companies.map((one) => one.name))],
    ["Quality", `${event.quality} of 100`],
  ];
  return node("dl", {}, ...told.filter(([, what]) => what).flatMap(([term, what]) => [node("dt", {}, term), node("dd", {}, what)]));
}

function source(event) {
  if (!/^https?:\/\//.test(event.url || "")) return "";
  return node("p", {}, node("a", { href: event.url, rel: "noopener noreferrer nofollow" }, "The page it came from"));
}

export async function eventPage(id) {
  if (!isId(id)) throw new Refused(404, { code: "NO_EVENT", message: "There is no such event." });
  const at = location.href;
  const event = await call("GET", `/api/v1/events/${id}`);
  if (location.href !== at) return; // somebody has gone on
  const similar = node("ul", { className: "cards", ariaLabel: "Similar events" });
  const said = line();
  const described = node("p", { className: "described" }, event.description || "Nobody has described it yet.");
  show(event.name, topics(event), described, facts(event), source(event), node("h2", {}, "Similar events"), said, similar);
  try {
    const others = await call("GET", `/api/v1/events/${event.id}/similar`);
    similar.replaceChildren(...others.map((one) => card(one, "h3")));
    said.textContent = others.length ? "" : "Nothing similar yet.";
  } catch (error) { tell(said, error); }
}
