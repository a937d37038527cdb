// What the page asks of the service. Refusals are errors that carry what people can be told.

export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
  }
}

export const catalogue = new URLSearchParams(location.search).get("catalogue") || "public";

export async function call(method, path, body) {
  let reply;
  try {
    reply = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { code: "AWAY", message: "Events cannot be reached at the moment." });
  }
  if (reply.status === 204) return null;
  const answer = await reply.json();
  if (!reply.ok) throw new Refused(reply.status, answer.error);
  return answer.data;
}

export const inCatalogue = (path) => `/api/v1/catalogues/${encodeURIComponent(catalogue)}${path}`;
export const here = (path) => (catalogue === "public" ? path : `${path}?catalogue=${encodeURIComponent(catalogue)}`);
