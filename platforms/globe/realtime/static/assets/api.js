// Calls to our own service; a refusal is an Error with the sentence to show.
export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.details = error.details;
  }
}

export async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { code: "OFFLINE", message: "Globe cannot be reached at the moment.", details: {} });
  }
  if (answer.status === 204) return null;
  const read = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, read.error);
  return read.data;
}

// An element with attributes, listeners (on…) and children; text is always text.
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const told = document.getElementById("told");

const SHOWN = 4000;
let fading;

// Says something for a while; what went wrong stays until something else is said.
export function tell(text, wrong = false) {
  clearTimeout(fading);
  if (!wrong) fading = setTimeout(() => tell("", true), SHOWN);
  told.textContent = text;
  told.classList.toggle("wrong", wrong);
}

// Runs an action of the person, and tells what was refused.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message, true);
    return undefined;
  }
}
