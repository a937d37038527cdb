/** A socket to a service that mends itself: at most five tries, with waits that double from half a second. */

import { openSession, session } from './api.js';

export const TRIES = 5;
const FIRST_WAIT_MS = 500;
const SILENCE_MS = 6_000; // every frame we send is answered; longer silence means a dead line
const PING_MS = 20_000;
const SESSION_ENDED = 4401;

/** Tells of `state` (closed, connecting, open, waiting, lost) and of each `frame` (its `detail`). */
export class Line extends EventTarget {
  state = 'closed';
  tries = 0;
  #socket = null;
  #retry = 0;
  #silence = 0;
  #ping = 0;
  #watch = new AbortController();

  constructor(service, path, ping) {
    super();
    Object.assign(this, { service, path });
    this.pingFrame = ping;
  }

  /** Connect now, unless connected already. */
  open() {
    if (this.state === 'open' || this.state === 'connecting') return;
    this.settled();
    this.#watch.abort();
    this.#watch = new AbortController();
    const { signal } = this.#watch;
    window.addEventListener('online', () => this.open(), { signal });
    window.addEventListener('offline', () => this.fail(), { signal });
    this.#connect();
  }

  close() {
    this.#watch.abort();
    this.#forget()?.close(1000);
    this.#become('closed');
  }

  /** The connection does its work: the next failure starts with the shortest wait again. */
  settled() {
    this.tries = 0;
  }

  /** Send a frame; false when there is no connection. */
  send(frame) {
    if (this.state !== 'open') return false;
    this.#socket.send(JSON.stringify(frame));
    this.#expect();
    return true;
  }

  #connect() {
    clearTimeout(this.#retry);
    const address = session.services[this.service].replace(/^http/, 'ws') + this.path;
    const socket = new WebSocket(address, ['veza.v1', `bearer.${session.token}`]);
    this.#socket = socket;
    this.#become('connecting');
    this.#expect();
    const own = (act) => (event) => socket === this.#socket && act(event);
    socket.addEventListener('open', own(() => {
      this.#heard();
      this.#ping = setInterval(() => this.send(this.pingFrame()), PING_MS);
      this.#become('open');
    }));
    socket.addEventListener('message', own(({ data }) => {
      this.#heard();
      this.dispatchEvent(new CustomEvent('frame', { detail: JSON.parse(data) }));
    }));
    socket.addEventListener('close', own(({ code }) => this.#dropped(code)));
  }

  #dropped(code) {
    const neverOpened = this.state === 'connecting';
    this.#forget();
    // A browser is not told why a handshake was refused; the session may be over.
    if (neverOpened || code === SESSION_ENDED) openSession().catch(() => {});
    if (this.tries >= TRIES) {
      this.#become('lost');
    } else {
      this.#retry = setTimeout(() => this.#connect(), FIRST_WAIT_MS * 2 ** this.tries);
      this.tries += 1;
      this.#become('waiting');
    }
  }

  /** The connection is of no use: drop it and try anew. */
  fail() {
    if (this.state !== 'open' && this.state !== 'connecting') return;
    this.#socket.close();
    this.#dropped(0);
  }

  #forget() {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#retry);
    clearInterval(this.#ping);
    this.#heard();
    return socket;
  }

  #expect() {
    this.#silence ||= setTimeout(() => this.fail(), SILENCE_MS);
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = 0;
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}
