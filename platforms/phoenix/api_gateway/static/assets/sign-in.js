import { call } from "./api.js";
import { element, show } from "./elements.js";

export function signInPage() {
  const email = element("input", { id: "email", type: "email", autocomplete: "username", required: "" });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: "" });
  const problem = element("p", { class: "problem", role: "alert" });
  const form = element(
    "form",
    { class: "card narrow" },
    element("label", { for: "email" }, "E-mail"),
    email,
    element("label", { for: "password" }, "Password"),
    password,
    element("button", {}, "Sign in"),
    problem,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await call("POST", "/api/auth/login", { email: email.value, password: password.value });
      location.assign("/");
    } catch (refused) {
      problem.textContent = refused.message;
    }
  });
  show("Sign in", form);
  email.focus();
}
