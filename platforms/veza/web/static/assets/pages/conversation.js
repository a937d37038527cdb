/** One conversation: who may enter it, who is there, how the line is; with what is said and saying something. */

import { call, session } from '../api.js';
import { ChatConnection } from '../chat-connection.js';
import { TRIES } from '../line.js';
import { go } from '../router.js';
import { ask, avatar, h, icon, iconButton, part } from '../ui.js';
import { composing } from './composer.js';
import { people } from './conversations.js';
import { messageList } from './messages.js';

export function conversationPage({ main, signal, params: [id] }) {
  main.className = 'conversation-page';
  const load = async () => {
    try {
      return await call('chat-server', `/api/conversations/${id}`);
    } catch (error) {
      if (error.status === 403 || error.status === 404 || error.status === 422) return null;
      throw error;
    }
  };
  const show = (found) => (found ? live(found, signal, main) : refusal());
  return part(main, { label: 'conversation', load, signal, show });
}

const refusal = () =>
  h('div.refusal', {}, icon('lock'), h('h1', {}, 'This conversation is not open to you'),
    h('p.muted', {}, 'Only its members can read it and write in it. Ask its owner to invite you.'),
    h('a.button', { href: '/conversations' }, 'Back to conversations'));

function live(conversation, signal, main) {
  const chat = new ChatConnection(conversation.id);
  chat.members = conversation.members;
  signal.addEventListener('abort', () => chat.close());
  const list = messageList(chat, signal);
  const line = connectionState(chat);
  const who = presence(chat);
  const composer = composing(chat, signal, list.toEnd);
  function update() {
    for (const shown of [list, line, who, composer]) shown.update();
  }
  chat.addEventListener('change', () => {
    if (signal.aborted) return;
    if (chat.refused) main.replaceChildren(refusal());
    else update();
  });
  update();
  return [
    h('div.conversation-head', {},
      h('a.button.quiet.round', { href: '/conversations', 'aria-label': 'Back to conversations' }, icon('back')),
      h('h1', {}, conversation.name), line.element, ...ownerActions(conversation, chat)),
    who.element,
    h('section.talk', { 'aria-label': 'Conversation' }, list.element, composer.element),
  ];
}

function ownerActions({ id, name, owner_id }, chat) {
  const own = owner_id === session.user.id;
  const invite = () => {
    const { picked, body } = people({ label: 'Invite people', except: chat.members.map((person) => person.id) });
    ask({
      title: `Invite to ${name}`, body, action: 'Invite',
      act: async () => {
        for (const [person_id, person] of picked) {
          await call('chat-server', `/api/conversations/${id}/members`, { method: 'POST', body: { person_id } });
          chat.members = [...chat.members, { id: person_id, name: person.display_name }];
        }
        chat.dispatchEvent(new Event('change'));
      },
    });
  };
  const remove = () => ask({
    title: `Remove ${name}?`, body: [h('p', {}, 'It goes for everybody in it, with all that was said.')],
    action: 'Remove conversation', danger: true,
    act: async () => {
      await call('chat-server', `/api/conversations/${id}`, { method: 'DELETE' });
      go('/conversations');
    },
  });
  return [
    own && iconButton('plus', 'Invite people', invite),
    (own || session.user.role === 'admin') && iconButton('bin', 'Remove conversation', remove),
  ].filter(Boolean);
}

function connectionState(chat) {
  const text = h('span');
  const again = h('button.link', { type: 'button', hidden: true, onclick: () => chat.line.open() }, 'Reconnect');
  const element = h('div.connection', {},
    h('span', { role: 'status', 'aria-label': 'Connection' }, h('i', { 'aria-hidden': 'true' }), text), again);
  const update = () => {
    const { state, tries } = chat.line;
    const trying = tries ? `Reconnecting (try ${tries} of ${TRIES})…` : 'Connecting…';
    const words = chat.joined ? 'Live' : state === 'lost' ? 'Not connected' : trying;
    if (text.textContent !== words) text.textContent = words;
    element.dataset.state = chat.joined ? 'live' : state;
    again.hidden = state !== 'lost';
  };
  return { element, update };
}

function presence(chat) {
  const here = h('ul', { 'aria-label': 'Here now' });
  const away = h('ul', { 'aria-label': 'Not here' });
  const heading = h('h2');
  const awayPart = h('div.away', {}, h('h2', {}, 'Not here'), away);
  let seen = '';
  const update = () => {
    const present = [...chat.present.values()].sort((a, b) => a.name.localeCompare(b.name));
    const absent = chat.members.filter(({ id }) => !chat.present.has(id));
    const now = JSON.stringify([present, absent, [...chat.playing], chat.joined]);
    if (now === seen) return;
    seen = now;
    here.replaceChildren(...present.map((person) => personRow(person, chat.playing.get(person.id))));
    away.replaceChildren(...absent.map((person) => personRow(person)));
    heading.textContent = chat.joined ? `Here now · ${present.length}` : 'Who is here shows once connected';
    awayPart.hidden = !absent.length || !chat.joined;
  };
  return { element: h('aside.people', { 'aria-label': 'People', tabindex: '0' }, h('div', {}, heading, here), awayPart), update };
}

const personRow = (person, playing) =>
  h('li', {}, avatar(person),
    h('span', {}, h('span.who', {}, person.name), person.id === session.user.id && h('span.muted', {}, ' (you)'),
      playing && h('span.listening.muted', {}, icon(playing.paused ? 'pause' : 'note'),
        `${playing.paused ? 'Paused' : 'Listening to'} “${playing.track.title}”`)));
