// All maps, and making one.
import { attempt, call, make } from "./api.js";

export async function showLobby(content, me) {
  document.title = "Maps · Globe";
  const maps = await call("GET", "/api/v1/maps");
  const create = (event) => {
    event.preventDefault();
    return attempt(async () => {
      const made = await call("POST", "/api/v1/maps", { name: new FormData(event.target).get("name") });
      location.assign(`/maps/${made.id}`);
    });
  };
  const shown = maps.map((map) =>
    make("li", {}, make("a", { href: `/maps/${map.id}` }, make("bdi", {}, map.name)),
      map.created_by === me.id ? make("span", { class: "mine" }, "yours") : ""),
  );
  content.replaceChildren(
    make("section", { class: "card" }, make("h1", {}, "Where do you want to be?"),
      shown.length ? make("ul", { class: "maps", "aria-label": "Maps" }, ...shown)
        : make("p", {}, "There is no map yet. Make the first one."),
      make("form", { class: "row", onsubmit: create },
        make("label", {}, "Name of a new map", make("input", { name: "name", required: true, maxlength: 100 })),
        make("button", { type: "submit" }, "Make a map"))),
  );
}
