// What the page asks of the service. Refusals are errors that carry what people can be told.

export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
  }

  // Whether it may be otherwise in a moment.
  get passes() { return this.status === 0 || this.status >= 500; }
}

const CATALOGUE = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// What the address of the page says of a name.
export const asked = (name) => new URLSearchParams(location.search).get(name) || "";

export async function call(method, path, body) {
  let reply, answer;
  try {
    reply = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (reply.status === 204) return null;
    answer = await reply.json();
  } catch {
    throw new Refused(0, { code: "AWAY", message: "Events cannot be reached at the moment." });
  }
  if (!reply.ok) throw new Refused(reply.status, reply.status >= 500 ? { ...answer.error, message: "Events cannot tell at the moment." } : answer.error);
  return answer.data;
}

// Only what can be a name or an id becomes part of an address that is asked for.
export function inCatalogue(path) {
  const catalogue = asked("catalogue") || "public";
  if (!CATALOGUE.test(catalogue)) throw new Refused(404, { code: "NO_CATALOGUE", message: "There is no such catalogue." });
  return `/api/v1/catalogues/${catalogue}${path}`;
}

export const isId = (text) => ID.test(text);

// The address of a page in this catalogue; parameters that are empty are left out.
export function here(path, parameters = {}) {
  const all = { catalogue: asked("catalogue"), ...parameters };
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value));
  return query.size ? `${path}?${query}` : path;
}
