// The session on a map and its socket: what is on the map now, and reconnecting when the line breaks.
import { call, Refused } from "./api.js";

const FIRST_WAIT = 300;
const LONGEST_WAIT = 3000;
const HEARTBEAT = 20000;
const OVER = new Set([4401, 4404]);

export class Live {
  // changed() is called whenever something is different; happened(frame) for each event and answer.
  constructor(mapId, start, changed, happened) {
    Object.assign(this, { mapId, start, changed, happened });
    this.sessions = new Map();
    this.pois = new Map();
    this.state = "connecting";
    this.degraded = false;
    this.me = null;
    this.wait = FIRST_WAIT;
    this.refs = 0;
    this.heard = 0; // how often others have gathered
    this.asked = new Map(); // each frame without an answer, and how often they had when it was sent
    this.windows = new BroadcastChannel(`globe:${mapId}`); // those of the same person: whoever leaves does so in all
    this.windows.addEventListener("message", () => this.go());
  }

  async enter() {
    try {
      const session = await call("POST", "/api/v1/sessions", { map_id: this.mapId, position: this.start });
      this.me = session.id;
    } catch (error) {
      if (error.code !== "SESSION_ALREADY_OPEN") throw error;
      this.me = error.details.session_id;
    }
    this.open();
  }

  open() {
    const address = `wss://${location.host}/ws?session_id=${this.me}`;
    this.socket = new WebSocket(address, ["globe.v1"]);
    let welcomed = false;
    this.socket.addEventListener("message", (event) => {
      const frame = JSON.parse(event.data);
      welcomed ||= frame.type === "welcome";
      this.take(frame);
    });
    this.socket.addEventListener("close", (event) => this.closed(event.code, welcomed));
    clearInterval(this.beating);
    this.beating = setInterval(() => this.ask({ type: "heartbeat" }), HEARTBEAT);
  }

  closed(code, welcomed) {
    clearInterval(this.beating);
    if (this.state === "left") return;
    this.state = OVER.has(code) ? "over" : "reconnecting";
    this.reason = code;
    this.changed();
    if (this.state === "over") return;
    setTimeout(async () => {
      await this.leaving?.catch(() => undefined); // the line of somebody who leaves may end before that is answered
      if (this.state === "left") return;
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      try {
        if (welcomed && code !== 4410) this.open();
        else await this.enter();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status === 401 || error.status === 404) this.closed(error.status === 401 ? 4401 : 4404, false);
        else this.closed(1006, false);
      }
    }, this.wait);
  }

  take({ type, data, ref }) {
    const { sessions, pois } = this;
    if (this.state === "left") return;
    if (type === "welcome" || (type === "state" && data.pois)) {
      this.state = "connected";
      this.wait = FIRST_WAIT;
      this.degraded = data.degraded;
      this.sessions = new Map(data.sessions.map((one) => [one.id, one]));
      this.pois = new Map(data.pois.map((one) => [one.id, one]));
    } else if (type === "user_joined") sessions.set(data.session.id, data.session);
    else if (type === "user_left") sessions.delete(data.session_id);
    else if (type === "avatar_moved" || type === "avatar_move_ack") {
      const who = sessions.get(data.session_id);
      if (who) who.position = who.sure = data.position;
    } else if (type === "poi_created" || type === "poi_updated") pois.set(data.poi.id, data.poi);
    else if (type === "poi_removed") pois.delete(data.poi_id);
    else if (/^poi_(joined|left|join_ack|leave_ack)$/.test(type)) pois.set(data.poi.id, data.poi);
    else if (type === "degraded") this.degraded = data.degraded;
    else if (type === "error" && this.asked.get(ref)?.type === "avatar_move") this.stepBack();
    if (/^poi_/.test(type)) this.compare(type, ref);
    this.asked.delete(ref);
    this.happened({ type, data, ref });
    this.changed();
  }

  // An answer may tell of a place as it was before others came there of whom was heard meanwhile.
  compare(type, ref) {
    if (!type.endsWith("_ack")) this.heard += 1;
    else if (this.asked.get(ref)?.heard !== this.heard) this.ask({ type: "request_state" });
  }

  ask(frame) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.refs += 1;
    this.asked.set(String(this.refs), { type: frame.type, heard: this.heard });
    this.socket.send(JSON.stringify({ ...frame, ref: String(this.refs) }));
  }

  // Shown at once; where one surely is, is kept until that is answered.
  move(position) {
    const mine = this.sessions.get(this.me);
    mine.sure ??= mine.position;
    mine.position = position;
    this.ask({ type: "avatar_move", position });
    this.changed();
  }

  // A move that was refused is none.
  stepBack() {
    const mine = this.sessions.get(this.me);
    if (mine?.sure) mine.position = mine.sure;
  }

  async leave() {
    this.leaving = call("DELETE", `/api/v1/sessions/${this.me}`);
    await this.leaving;
    this.windows.postMessage("left");
    this.go();
  }

  go() {
    this.state = "left";
    clearInterval(this.beating);
    this.socket?.close();
    this.changed();
  }
}
