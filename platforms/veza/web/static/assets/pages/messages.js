/** What is said in a conversation: the messages in order, their state, and for moderators, what to do about them. */

import { call, session } from '../api.js';
import { playButton } from '../player-bar.js';
import { ask, avatar, day, empty, field, h, hour, icon, iconButton, tell, time } from '../ui.js';

const TOGETHER_MS = 5 * 60_000; // messages of one person within this time stand together
const ANNOUNCE_MS = 500;
const MUTES = [[300, '5 minutes'], [3_600, '1 hour'], [86_400, '1 day']];
const mayModerate = () => ['moderator', 'admin'].includes(session.user.role);
const passed = (from, to) => Date.parse(to.sent_at) - Date.parse(from.sent_at);

/** `element` to show, `update` to bring it up to date with the chat, `toEnd` to go to the newest message. */
export function messageList(chat, signal) {
  const items = new Map();
  const list = h('ol');
  const nothing = empty('chat', 'Nothing said yet', 'Say what you think of what is playing.');
  const earlier = h('button.earlier', {
    type: 'button', hidden: true,
    onclick: async () => {
      const height = log.scrollHeight - log.scrollTop;
      await chat.earlier().catch((error) => tell(error.message, { failed: true }));
      log.scrollTop = log.scrollHeight - height;
    },
  }, 'Show earlier messages');
  const log = h('div.log', { role: 'log', 'aria-label': 'Messages', 'aria-live': 'off', tabindex: '0' },
    earlier, nothing, list);
  const below = h('button.below', { type: 'button', hidden: true, onclick: () => toEnd() },
    icon('down'), 'New messages');
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    below.hidden = true;
  };
  let stuck = true; // to the end, which new messages then keep in view
  log.addEventListener('scroll', () => {
    stuck = atEnd();
    if (stuck) below.hidden = true;
  }, { passive: true });
  new ResizeObserver(() => stuck && toEnd()).observe(log);
  let notices = 0;

  function update() {
    const shown = chat.shown;
    const keys = new Set(shown.map(({ key }) => key));
    for (const [key, { element }] of items) {
      if (keys.has(key)) continue;
      element.remove();
      items.delete(key);
    }
    let grown = false;
    let before = null;
    let place = list.firstElementChild;
    for (const message of shown) {
      while (place?.classList.contains('event')) place = place.nextElementSibling;
      const newDay = !before || day(before.sent_at) !== day(message.sent_at);
      const together = !newDay && before.sender.id === message.sender.id && passed(before, message) < TOGETHER_MS;
      const now = [message.state, message.reason, message.id, message.sender.name, newDay, together].join();
      let item = items.get(message.key);
      if (item?.now !== now) {
        const element = row(message, chat, { newDay, together, signal });
        if (item) {
          if (place === item.element) place = element;
          item.element.replaceWith(element);
        } else grown = true;
        item = { element, now };
        items.set(message.key, item);
      }
      if (place === item.element) place = place.nextElementSibling;
      else list.insertBefore(item.element, place);
      before = message;
    }
    for (; notices < chat.mutes.length; notices += 1) {
      const { name, until, reason } = chat.mutes[notices];
      list.append(h('li.event', {}, `${name} is muted until ${hour(until)}. ${reason}`));
    }
    nothing.hidden = shown.length > 0 || !chat.joined;
    earlier.hidden = !chat.hasEarlier;
    if (stuck) toEnd();
    else if (grown) below.hidden = false;
    // What was there on arrival is not read out; what comes afterwards is.
    if (chat.joined && log.getAttribute('aria-live') === 'off') {
      setTimeout(() => log.setAttribute('aria-live', 'polite'), ANNOUNCE_MS);
    }
  }
  return { element: h('div.log-frame', {}, log, below), update, toEnd };
}

function row(message, chat, { newDay, together, signal }) {
  const { sender, content, track, sent_at, state, reason, id } = message;
  const own = sender.id === session.user.id;
  const element = h('li.message', { 'data-state': state ?? 'received' },
    newDay && h('p.day', {}, day(sent_at)),
    !own && avatar(sender),
    h('div.bubble', {},
      h('p.from', {}, h('strong', {}, own ? 'You' : sender.name), ' ', time(sent_at, hour(sent_at))),
      h('p.content', {}, content),
      track && h('p.about', {}, playButton(track, { signal }), h('span', {}, track.title)),
      own && state && status(message, chat, { state, reason })),
    mayModerate() && id && h('div.moderation', {},
      iconButton('bin', `Remove message from ${sender.name}`, () => remove(chat, message)),
      !own && iconButton('mute', `Mute ${sender.name}`, () => mute(chat, sender))));
  element.classList.toggle('own', own);
  element.classList.toggle('together', together);
  return element;
}

function status(message, chat, { state, reason }) {
  if (state === 'sending') return h('p.delivery', {}, 'Sending…');
  if (state === 'sent') return h('p.delivery', {}, icon('check'), 'Sent');
  return h('p.delivery.failed', { role: 'alert' }, icon('alert'), `Not sent. ${reason} `,
    h('button.link', { type: 'button', onclick: () => chat.retry(message) }, 'Try again'));
}

const remove = (chat, message) => ask({
  title: 'Remove this message?',
  body: [h('blockquote', {}, message.content), h('p', {}, 'It goes for everybody in the conversation.')],
  action: 'Remove message', danger: true, act: () => chat.remove(message),
});

const mute = (chat, { id, name }) => ask({
  title: `Mute ${name}`,
  body: [
    h('div.field', {}, h('label', { for: 'mute-time' }, 'For how long'),
      h('select', { id: 'mute-time', name: 'seconds' },
        ...MUTES.map(([value, words]) => h('option', { value }, words)))),
    field({ label: 'Reason', name: 'reason', autocomplete: 'off', hint: `${name} is told.` }),
  ],
  action: 'Mute', danger: true,
  act: (form) => call('chat-server', `/api/conversations/${chat.id}/mutes`, {
    method: 'POST', body: { person_id: id, seconds: Number(form.get('seconds')), reason: form.get('reason').trim() },
  }),
});
