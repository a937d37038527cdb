/** One conversation, live: what was said, who is there, and what is still to be sent. */

import { call, session } from './api.js';
import { Line } from './line.js';

/** What each person has not yet got through to each conversation: it waits for them to come back to it. */
const unsent = new Map();

/**
 * Tells of every change with `change`. What is said: `messages` (by id). What is not yet confirmed: `pending` (by
 * client_message_id), resent with the same id after a reconnection, so that it arrives once.
 */
export class ChatConnection extends EventTarget {
  messages = new Map();
  present = new Map();
  playing = new Map(); // by the person's id: { track, paused }
  members = [];
  mutes = []; // { name, until, reason }
  mute = null; // { until, reason } while the person signed in is muted
  refused = false;
  joined = false;
  hasEarlier = false;
  #known = false; // whether it was joined before: then only what was missed is asked for
  #latest = 0;

  constructor(conversationId) {
    super();
    this.id = conversationId;
    const name = `${session.user.id} ${conversationId}`;
    if (!unsent.has(name)) unsent.set(name, new Map());
    this.pending = unsent.get(name);
    this.line = new Line('chat-server', '/ws/chat', () => ({ type: 'Ping' }));
    this.line.addEventListener('state', () => this.#lineChanged());
    this.line.addEventListener('frame', ({ detail }) => this.#heard(detail));
    this.line.open();
  }

  close() {
    this.line.send({ type: 'LeaveConversation', conversation_id: this.id });
    this.line.close();
  }

  /** Everything to show, in order: messages by sequence, then what is on its way. */
  get shown() {
    const pending = [...this.pending.values()].filter(({ twin }) => !twin);
    return [...[...this.messages.values()].sort((a, b) => a.sequence - b.sequence), ...pending];
  }

  say(content, track) {
    const key = crypto.randomUUID();
    const { id, display_name: name } = session.user;
    const sent_at = new Date().toISOString();
    this.pending.set(key, { key, content, track, sender: { id, name }, sent_at, state: 'sending' });
    this.#send(this.pending.get(key));
  }

  /** Send again what could not be sent; it is the same message still. */
  retry(message) {
    Object.assign(message, { state: 'sending', reason: '' });
    if (this.line.state === 'lost') this.line.open();
    this.#send(message);
  }

  async earlier() {
    const first = Math.min(...[...this.messages.values()].map(({ sequence }) => sequence));
    const found = await call('chat-server', `/api/conversations/${this.id}/messages?limit=50&before=${first}`);
    this.hasEarlier = found.has_more;
    this.#take(found.messages);
    this.#changed();
  }

  async remove(message) {
    await call('chat-server', `/api/conversations/${this.id}/messages/${message.id}`, { method: 'DELETE' });
    this.messages.delete(message.id);
    this.#changed();
  }

  #send({ key, content, track }) {
    const about = track ? { track_id: track.id } : {};
    if (this.joined) {
      const frame = { type: 'SendMessage', conversation_id: this.id, client_message_id: key, content, ...about };
      this.line.send(frame);
    } else if (this.line.state === 'lost') {
      this.#giveUp();
    }
    this.#changed();
  }

  #lineChanged() {
    const { state } = this.line;
    this.joined = false;
    if (state === 'open') this.#join();
    else for (const seen of [this.present, this.playing]) seen.clear();
    if (state === 'lost') this.#giveUp();
    this.#changed();
  }

  #join() {
    const after = this.#known ? { after: this.#latest } : {};
    this.line.send({ type: 'JoinConversation', conversation_id: this.id, ...after });
  }

  #giveUp() {
    for (const message of this.pending.values()) {
      Object.assign(message, { state: 'failed', reason: 'There is no connection.' });
    }
  }

  #heard(frame) {
    const act = {
      ActionConfirmed: () => this.#confirmed(frame),
      NewMessage: () => this.#take([frame.message]),
      PresenceChanged: () => this.#moved(frame),
      NowPlaying: () => this.#plays(frame),
      PersonRenamed: () => this.#renamed(frame.person),
      MessageRemoved: () => this.messages.delete(frame.message_id),
      MemberMuted: () => this.#muted(frame),
      Error: () => this.#error(frame),
    }[frame.type];
    if (!act || (frame.conversation_id ?? this.id) !== this.id) return;
    act();
    this.#changed();
  }

  #confirmed(frame) {
    if (frame.action === 'joined_conversation') this.#hasJoined(frame);
    if (frame.action === 'message_sent') {
      const { message, client_message_id } = frame;
      this.pending.delete(client_message_id);
      const { key = client_message_id } = this.messages.get(message.id) ?? {};
      this.messages.delete(message.id);
      this.#take([{ ...message, key, state: 'sent' }]);
    }
  }

  #hasJoined({ messages, has_more, present, members, playing }) {
    const resumed = this.#known;
    this.#known = true;
    this.line.settled();
    // What we sent before the line broke may have arrived: it is shown once while it is being confirmed.
    const own = new Set(messages.filter(({ sender }) => sender.id === session.user.id).map(({ content }) => content));
    for (const waiting of this.pending.values()) waiting.twin = own.has(waiting.content);
    this.#take(messages);
    if (resumed && has_more) return this.#join();
    if (resumed) this.#forgetRemoved();
    else this.hasEarlier = has_more;
    this.members = members ?? this.members;
    this.present = new Map(present.map((person) => [person.id, person]));
    this.playing.clear();
    for (const one of playing ?? []) this.#plays(one);
    this.joined = true;
    for (const waiting of this.pending.values()) if (waiting.state === 'sending') this.#send(waiting);
  }

  /**
   * What was removed while we were away is not told afterwards; the recent history no longer holds it. What it does not
   * reach back to, and what has come since we asked, stays.
   */
  async #forgetRemoved() {
    const latest = this.#latest;
    const { messages, has_more } = await call('chat-server', `/api/conversations/${this.id}/messages?limit=50`);
    const left = new Set(messages.map(({ id }) => id));
    const from = has_more ? messages[0].sequence : 0;
    for (const { id, sequence } of this.messages.values()) {
      if (sequence >= from && sequence <= latest && !left.has(id)) this.messages.delete(id);
    }
    this.#changed();
  }

  #take(messages) {
    for (const message of messages) {
      if (!this.messages.has(message.id)) this.messages.set(message.id, { key: message.id, ...message });
      this.#latest = Math.max(this.#latest, message.sequence);
    }
  }

  #moved({ person, present }) {
    if (present) this.present.set(person.id, person);
    else for (const seen of [this.present, this.playing]) seen.delete(person.id);
    if (!this.members.some(({ id }) => id === person.id)) this.members = [...this.members, person];
  }

  #renamed(person) {
    if (this.present.has(person.id)) this.present.set(person.id, person);
    this.members = this.members.map((member) => (member.id === person.id ? person : member));
    for (const message of this.messages.values()) if (message.sender.id === person.id) message.sender = person;
  }

  #plays({ person, track, paused }) {
    if (track) this.playing.set(person.id, { track, paused });
    else this.playing.delete(person.id);
  }

  #muted({ person_id, until, reason }) {
    if (person_id === session.user.id) this.mute = { until, reason };
    else this.mutes.push({ name: this.members.find(({ id }) => id === person_id)?.name ?? 'Somebody', until, reason });
  }

  #error({ code, message, client_message_id, details }) {
    if (code === 'CHAT_MUTED') this.mute = { until: details.until, reason: details.reason };
    const waiting = this.pending.get(client_message_id);
    if (code === 'CHAT_NOT_A_MEMBER' && !this.refused) {
      this.refused = true;
      this.close();
    } else if (!this.joined) this.line.fail();
    const reason = code === 'CHAT_MUTED' ? 'You are muted.' : message;
    if (waiting) Object.assign(waiting, { state: 'failed', reason });
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
