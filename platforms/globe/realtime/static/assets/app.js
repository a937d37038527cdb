// Which page is shown, and who is signed in.
import { attempt, call, make, Refused, tell } from "./api.js";
import { showLobby } from "./lobby.js";
import { showMap } from "./map.js";

const content = document.getElementById("content");
const visitor = document.querySelector(".visitor");

visitor.querySelector("button").addEventListener("click", () =>
  attempt(async () => {
    await call("POST", "/api/auth/logout");
    location.assign("/sign-in");
  }),
);

function field(label, name, type, more = {}) {
  return make("label", {}, label, make("input", { name, type, required: true, ...more }));
}

function showSignIn() {
  document.title = "Sign in · Globe";
  const newcomer = make("input", { type: "checkbox", name: "newcomer" });
  const name = field("Your name", "display_name", "text", { maxlength: 50, autocomplete: "nickname" });
  const button = make("button", { type: "submit" }, "Sign in");
  const arrange = () => {
    name.hidden = !newcomer.checked;
    name.querySelector("input").disabled = !newcomer.checked;
    button.textContent = newcomer.checked ? "Make an account" : "Sign in";
  };
  newcomer.addEventListener("change", arrange);
  const enter = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    return attempt(async () => {
      if (newcomer.checked) await call("POST", "/api/auth/register", given);
      await call("POST", "/api/auth/login", { email: given.email, password: given.password });
      location.assign(new URLSearchParams(location.search).get("to")?.match(/^\/maps\/[\w-]+$/)?.[0] ?? "/");
    });
  };
  content.replaceChildren(
    make(
      "form",
      { class: "card narrow", onsubmit: enter },
      make("h1", {}, "Meet people on a map"),
      field("E-mail", "email", "email", { autocomplete: "username" }),
      field("Password", "password", "password", { minlength: 8, maxlength: 128, autocomplete: "current-password" }),
      name,
      make("label", { class: "check" }, newcomer, "I am new here"),
      button,
    ),
  );
  arrange();
}

async function begin() {
  if (location.pathname === "/sign-in") {
    showSignIn();
    return;
  }
  try {
    const me = await call("GET", "/api/v1/people/me");
    visitor.querySelector(".name").textContent = me.display_name;
    visitor.hidden = false;
    const map = location.pathname.match(/^\/maps\/([\w-]+)$/);
    await (map ? showMap(content, me, map[1]) : showLobby(content, me));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) location.replace(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
    else {
      content.replaceChildren(
        make("section", { class: "card narrow" }, make("h1", {}, "That did not work"), make("p", {}, error.message),
          make("p", {}, make("a", { href: "/" }, "To all maps"))),
      );
      tell("");
    }
  }
}

begin();
