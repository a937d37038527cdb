// Calls of api-gateway, and its socket, which comes back when it is lost.
export class NotSignedIn extends Error {}

export async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 204) return null;
  const told = await answer.json();
  if (told.success) return told.data;
  if (answer.status === 401 && !path.startsWith("/api/auth/login")) throw new NotSignedIn(told.error.message);
  throw new Error(told.error.message);
}

// `changed` hears of every transition, and is called without one when some may have been missed.
export function listen(topic, changed) {
  const socket = new WebSocket(`wss://${location.host}/ws`);
  socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "subscribe", topic })));
  socket.addEventListener("message", (event) => {
    const frame = JSON.parse(event.data);
    if (frame.type === "subscribed") changed(null);
    if (frame.type === "experiment.state_changed") changed(frame);
  });
  socket.addEventListener("close", (event) => {
    if (event.code === 4401) location.assign("/sign-in");
    else setTimeout(() => listen(topic, changed), 1000);
  });
}
