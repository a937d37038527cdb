/** Playlists: one's own, those that others share, and making a new one. */

import { call, findTracks, session } from '../api.js';
import { cover } from '../cover.js';
import { player } from '../player.js';
import { trackText } from '../player-bar.js';
import { go } from '../router.js';
import { ask, count, empty, field, h, icon, iconButton, part, search } from '../ui.js';

export function playlistsPage({ main, signal }) {
  const own = h('div');
  const shared = h('div');
  const load = (scope) => () => call('backend-api', `/api/v1/playlists?scope=${scope}`);
  main.append(
    h('div.page-head', {}, h('h1', {}, 'Playlists'),
      h('button.primary', { type: 'button', onclick: create }, icon('plus'), 'New playlist')),
    h('section', { 'aria-label': 'Your playlists' }, own),
    shared);
  part(shared, {
    label: 'shared playlists', load: load('public'), signal,
    show: (found) => {
      const others = found.filter(({ owner }) => owner.id !== session.user.id);
      const title = 'Shared by others';
      return others.length ? h('section', { 'aria-label': title }, h('h2', {}, title), cards(others, title)) : [];
    },
  });
  return part(own, {
    label: 'playlists', load: load('mine'), signal,
    show: (found) => (found.length
      ? cards(found, 'Your playlists')
      : empty('list', 'No playlist yet', 'Put together what belongs together.',
          h('button', { type: 'button', onclick: create }, 'Make a playlist'))),
  });
}

const cards = (playlists, label) =>
  h('ul.cards', { 'aria-label': label }, ...playlists.map(({ id, name, public: open, owner, track_count }) =>
    h('li.card', {}, h('a.card-link', { href: `/playlists/${id}` },
      h('span.card-art', {}, cover(id)),
      h('span.track-title', {}, name),
      h('span.muted', {},
        icon(open ? 'globe' : 'lock'), ` ${open ? 'Public' : 'Private'} · ${count(track_count, 'track')}`),
      owner.id !== session.user.id && h('span.muted', {}, `by ${owner.name}`)))));

/** Search for tracks to add; `add` gets the one picked. */
export const trackSearch = (label, add) =>
  search({
    label, placeholder: 'Title or artist', find: findTracks,
    row: (track) => [
      cover(track.id), trackText(track),
      h('button', { type: 'button', 'aria-label': `Add ${track.title}`, onclick: () => add(track) }, 'Add'),
    ],
  });

function create() {
  const chosen = new Map();
  const list = h('ol.chips', { 'aria-label': 'Tracks chosen' });
  const show = () => list.replaceChildren(...[...chosen.values()].map((track) =>
    h('li.chip', {}, track.title,
      iconButton('close', `Take out ${track.title}`, () => (chosen.delete(track.id), show())))));
  const playing = player.track;
  const option = (value, name, hint) =>
    h('label.option', {}, h('input', { type: 'radio', name: 'public', value, checked: value === 'no' }),
      h('span', {}, h('strong', {}, name), h('span.muted', {}, hint)));
  const current = playing && h('label.option', {}, h('input', { type: 'checkbox', name: 'current', checked: true }),
    h('span', {}, `Start with “${playing.title}”`));
  ask({
    title: 'New playlist',
    body: [
      field({ label: 'Name', name: 'name', autocomplete: 'off', wrong: 'Enter a name of 1 to 100 characters.' }),
      h('fieldset.options', {}, h('legend', {}, 'Who can see it'),
        option('no', 'Private', 'Only you'), option('yes', 'Public', 'Everybody on Veza')),
      ...(playing ? [current] : []),
      trackSearch('Find tracks to put in', (track) => (chosen.set(track.id, track), show())),
      list,
    ],
    action: 'Create playlist',
    act: async (form) => {
      const first = form.get('current') ? [playing.id] : [];
      const tracks = [...new Set([...first, ...chosen.keys()])];
      const made = await call('backend-api', '/api/v1/playlists', {
        method: 'POST',
        body: { name: form.get('name').trim(), public: form.get('public') === 'yes', tracks },
      });
      go(`/playlists/${made.id}`);
    },
  });
}
