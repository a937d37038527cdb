// A map with the people on it: drawn, moved over with the pointer or the arrow keys, and told in words beside it.
import { attempt, call, make, tell } from "./api.js";
import { Live } from "./live.js";
import { outline } from "./world.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 5;
const KEYS = { ArrowUp: [STEP, 0], ArrowDown: [-STEP, 0], ArrowLeft: [0, -STEP], ArrowRight: [0, STEP] };
const STATES = {
  connecting: "Connecting …",
  connected: "Connected",
  reconnecting: "The line broke. Connecting again …",
  over: "This map is closed, or you have signed out.",
  left: "You have left the map.",
};

function draw(tag, given, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function where({ lat, lng }) {
  const short = (degrees) => Math.abs(degrees).toFixed(1).replace(/\.0$/, "");
  return `${short(lat)}° ${lat < 0 ? "S" : "N"}, ${short(lng)}° ${lng < 0 ? "W" : "E"}`;
}

// Over the date line one comes out on the other side; at a pole one stops.
function stepped({ lat, lng }, [north, east]) {
  const around = ((((lng + east + 180) % 360) + 360) % 360) - 180;
  return { lat: Math.max(-90, Math.min(90, lat + north)), lng: around };
}

function hue(text) {
  let sum = 0;
  for (const sign of text) sum = (sum * 31 + sign.codePointAt(0)) % 360;
  return sum;
}

// Keeps the elements of a group in step with a map of things, so that those that stay can move smoothly.
function keep(group, things, create, update) {
  const known = new Map([...group.children].map((element) => [element.dataset.id, element]));
  for (const [id, thing] of things) {
    let element = known.get(id);
    if (!element) {
      element = create(thing);
      element.dataset.id = id;
      group.append(element);
    }
    update(element, thing);
    known.delete(id);
  }
  for (const element of known.values()) element.remove();
}

export async function showMap(content, me, mapId) {
  const map = await call("GET", `/api/v1/maps/${mapId}`);
  document.title = `${map.name} · Globe`;
  const places = draw("g", {});
  const avatars = draw("g", {});
  const world = draw("svg", { viewBox: "0 0 360 180", class: "world", "aria-hidden": "true" },
    draw("path", { class: "land", d: outline() }), places, avatars);
  const board = make("div", { class: "board", tabindex: "0", role: "application",
    "aria-label": "Map. The arrow keys move you.", "aria-describedby": "here" }, world);
  const here = make("p", { id: "here" });
  const connection = make("p", { class: "connection", role: "status" });
  const people = make("ul", { class: "people", "aria-label": "People" });
  const pois = make("ul", { class: "pois", "aria-label": "Places" });
  const count = make("span", { class: "count" });
  const live = new Live(mapId, { lat: 20, lng: 0 }, render, happened);

  const create = (event) => {
    event.preventDefault();
    const form = event.target;
    const given = new FormData(form);
    return attempt(async () => {
      await call("POST", `/api/v1/maps/${mapId}/pois`, {
        name: given.get("name"),
        position: live.sessions.get(live.me).position,
        max_participants: Number(given.get("room")),
      });
      form.reset();
      tell("The place is on the map.");
    });
  };
  const close = () => attempt(async () => {
    await live.leave();
    location.assign("/");
  });

  content.replaceChildren(make("div", { class: "meeting" },
    make("section", { class: "card wide", "aria-labelledby": "title" },
      make("div", { class: "row spread" }, make("h1", { id: "title" }, make("bdi", {}, map.name)), connection,
        make("button", { type: "button", class: "quiet", onclick: close }, "Leave the map")),
      board, here),
    make("section", { class: "card", "aria-labelledby": "who" }, make("h2", { id: "who" }, "Who is here ", count), people),
    make("section", { class: "card", "aria-labelledby": "what" }, make("h2", { id: "what" }, "Places to gather"), pois,
      make("form", { class: "row", onsubmit: create },
        make("label", {}, "New place where you are", make("input", { name: "name", required: true, maxlength: 100 })),
        make("label", { class: "short" }, "Room for", make("input", { name: "room", type: "number", min: 1, max: 50, value: 10, required: true })),
        make("button", { type: "submit" }, "Make a place")))));

  board.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    const mine = live.sessions.get(live.me);
    if (!step || !mine || live.state !== "connected") return;
    event.preventDefault();
    live.move(stepped(mine.position, step));
  });
  board.addEventListener("click", (event) => {
    const mine = live.sessions.get(live.me);
    if (!mine || live.state !== "connected") return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(world.getScreenCTM().inverse());
    const lat = Math.max(-90, Math.min(90, 90 - point.y));
    live.move({ lat: Number(lat.toFixed(4)), lng: Number(Math.max(-180, Math.min(180, point.x - 180)).toFixed(4)) });
  });

  function happened({ type, data }) {
    if (type === "user_joined") tell(`${data.session.person.name} has come.`);
    else if (type === "poi_created") tell(`New place: ${data.poi.name}.`);
    else if (type === "poi_joined") tell(`${data.name} is at ${data.poi.name} now.`);
    else if (type === "error") tell(data.message, true);
  }

  function render() {
    const mine = live.sessions.get(live.me);
    connection.textContent = live.state === "connected" && live.degraded
      ? "Connected; others may see things a moment late" : STATES[live.state];
    connection.dataset.state = live.state;
    here.textContent = mine ? `You are at ${where(mine.position)}.` : "";
    count.textContent = `(${live.sessions.size})`;
    const shown = [...live.sessions].sort(([, one], [, other]) => one.person.name.localeCompare(other.person.name));
    keep(avatars, shown, avatar, (element, one) => {
      const x = one.position.lng + 180;
      const far = Math.abs(x - Number(element.dataset.x ?? x)) > 180;
      element.classList.toggle("jumps", far); // over the date line: not through all the world
      element.dataset.x = x;
      element.style.transform = `translate(${x}px, ${90 - one.position.lat}px)`;
    });
    keep(people, shown, (one) => make("li", {}, make("bdi", { class: "who" }), make("span", { class: "at" })), (element, one) => {
      element.children[0].textContent = one.person.name + (one.id === live.me ? " (you)" : "");
      element.children[1].textContent = where(one.position);
    });
    people.replaceChildren(...shown.map(([id]) => [...people.children].find((one) => one.dataset.id === id)));
    keep(places, live.pois, place, (element, poi) => {
      element.style.transform = `translate(${poi.position.lng + 180}px, ${90 - poi.position.lat}px)`;
      element.querySelector("title").textContent = poi.name;
      element.classList.toggle("active", poi.discussion_active);
    });
    keep(pois, live.pois, entry, update);
  }

  function avatar(one) {
    const dot = draw("circle", { r: 3.2 });
    dot.style.fill = `hsl(${hue(one.person.id)} 65% 38%)`;
    const name = draw("text", { y: -4.6 });
    name.textContent = one.person.name;
    return draw("g", { class: one.id === live.me ? "avatar me" : "avatar" }, dot, name);
  }

  function place() {
    return draw("g", { class: "place" }, draw("path", { d: "M0 0L-3-5A3.4 3.4 0 1 1 3-5Z" }), draw("title", {}));
  }

  function entry(poi) {
    const act = () => {
      const now = live.pois.get(poi.id);
      const inside = now.participants.some((one) => one.session_id === live.me);
      live.ask({ type: inside ? "poi_leave" : "poi_join", poi_id: poi.id });
    };
    const remove = () => attempt(() => call("DELETE", `/api/v1/pois/${poi.id}`));
    return make("li", {},
      make("div", {}, make("h3", {}, make("bdi", {})), make("p", { class: "gathered" })),
      make("div", { class: "deeds" }, make("button", { type: "button", onclick: act }),
        make("button", { type: "button", class: "quiet", onclick: remove }, "Remove")));
  }

  function update(element, poi) {
    const inside = poi.participants.some((one) => one.session_id === live.me);
    const full = poi.participant_count >= poi.max_participants;
    element.querySelector("bdi").textContent = poi.name;
    const names = poi.participants.map((one) => one.person.name).join(", ");
    element.querySelector(".gathered").textContent = `${poi.participant_count} of ${poi.max_participants}`
      + `${names ? `: ${names}` : ""}${poi.discussion_active ? " · talking" : ""}`;
    const [act, remove] = element.querySelectorAll("button");
    act.textContent = inside ? "Leave" : full ? "Full" : "Join";
    act.setAttribute("aria-label", `${act.textContent} ${poi.name}`);
    remove.setAttribute("aria-label", `Remove ${poi.name}`);
    act.disabled = full && !inside;
  }

  render();
  await live.enter();
  board.focus();
}
