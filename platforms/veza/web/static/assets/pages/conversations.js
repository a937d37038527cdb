/** The conversations of the person signed in, and beginning a new one. */

import { call, session } from '../api.js';
import { go } from '../router.js';
import { ago, ask, avatar, count, empty, field, h, icon, iconButton, part, search } from '../ui.js';

export function conversationsPage({ main, signal }) {
  const list = h('div');
  main.append(
    h('div.page-head', {}, h('h1', {}, 'Conversations'),
      h('button.primary', { type: 'button', onclick: create }, icon('plus'), 'New conversation')),
    list);
  return part(list, { label: 'conversations', load: () => call('chat-server', '/api/conversations'), show, signal });
}

function show(conversations) {
  if (!conversations.length) {
    return empty('chat', 'No conversation yet', 'Invite the people you like to listen with.',
      h('button', { type: 'button', onclick: create }, 'Start a conversation'));
  }
  return h('ul.rows', { 'aria-label': 'Conversations' }, ...conversations.map(row));
}

function row({ id, name, member_count, last_message_at }) {
  const latest = last_message_at ? ago(last_message_at) : 'no messages yet';
  return h('li', {}, h('a.row', { href: `/conversations/${id}` },
    avatar({ id, name }),
    h('span.row-text', {},
      h('span.row-title', {}, name), h('span.muted', {}, count(member_count, 'member'), ' · ', latest))));
}

/** Search for people; those picked are chips that can be taken out again. */
export function people({ label, except }) {
  const picked = new Map();
  const chips = h('ul.chips', { 'aria-label': 'Invited' });
  const show = () => chips.replaceChildren(...[...picked.values()].map((person) =>
    h('li.chip', {}, person.display_name,
      iconButton('close', `Take out ${person.display_name}`, () => (picked.delete(person.id), show())))));
  const find = async (text) => {
    const found = await call('backend-api', `/api/v1/people?q=${encodeURIComponent(text)}`);
    return found.filter(({ id }) => !except.includes(id) && !picked.has(id));
  };
  const element = search({
    label, placeholder: 'Name', find, none: 'Nobody of that name.',
    row: (person) => [
      avatar({ id: person.id, name: person.display_name }),
      h('div.track-text', {}, h('p', {}, person.display_name), h('p.muted', {}, person.role)),
      h('button', {
        type: 'button', 'aria-label': `Invite ${person.display_name}`,
        onclick: ({ currentTarget }) => {
          picked.set(person.id, person);
          show();
          currentTarget.closest('.search').querySelector('input').focus();
          currentTarget.closest('li').remove();
        },
      }, 'Invite'),
    ],
  });
  return { picked, body: [element, chips] };
}

function create() {
  const { picked, body } = people({ label: 'Invite people', except: [session.user.id] });
  ask({
    title: 'New conversation',
    body: [
      field({ label: 'Name', name: 'name', autocomplete: 'off', wrong: 'Enter a name of 1 to 100 characters.' }),
      ...body,
    ],
    action: 'Create conversation',
    act: async (form) => {
      const made = await call('chat-server', '/api/conversations', {
        method: 'POST',
        body: { name: form.get('name').trim(), members: [...picked.keys()] },
      });
      go(`/conversations/${made.id}`);
    },
  });
}
