// Signing in and out.

import { call, here } from "./api.js";
import { field, line, node, show, tell } from "./elements.js";

export function signInPage() {
  const email = node("input", { name: "email", type: "email", required: true, autocomplete: "username" });
  const password = node("input", { name: "password", type: "password", required: true, autocomplete: "current-password" });
  const form = node("form", { className: "narrow" }, field("E-mail", email), field("Password", password), node("button", {}, "Sign in"));
  const said = line();
  show("Sign in", form, said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      await call("POST", "/api/auth/login", { email: email.value, password: password.value });
      location.assign(here("/"));
    } catch (error) {
      tell(said, { message: error.message });
    }
  });
}

// Whoever is signed in has a button to sign out in the place of the link to sign in.
export async function showSession(link) {
  let me;
  try {
    me = await call("GET", "/api/v1/people/me");
  } catch { return; } // nobody is signed in, or it cannot be told: then signing in is offered
  const button = node("button", { type: "button", className: "quiet" }, `Sign out ${me.display_name}`);
  button.addEventListener("click", async () => {
    try { await call("POST", "/api/auth/logout"); } catch (error) { if (error.passes) return; }
    location.assign(here("/sign-in"));
  });
  link.replaceWith(button);
}
