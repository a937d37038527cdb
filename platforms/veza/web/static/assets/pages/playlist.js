/** One playlist: playing it, and for its owner, changing it. */

import { call, session } from '../api.js';
import { cover } from '../cover.js';
import { player } from '../player.js';
import { playButton, trackText } from '../player-bar.js';
import { go } from '../router.js';
import { ask, clock, count, empty, h, icon, iconButton, part, tell } from '../ui.js';
import { trackSearch } from './playlists.js';

export function playlistPage({ main, signal, params: [id] }) {
  const load = async () => {
    try {
      return await call('backend-api', `/api/v1/playlists/${id}`);
    } catch (error) {
      if (error.status === 404 || error.status === 422) return null;
      throw error;
    }
  };
  const show = (found) => (found ? playlistView(found, signal) : missing());
  return part(main, { label: 'playlist', load, signal, show });
}

const missing = () =>
  h('div.refusal', {}, icon('lock'), h('h1', {}, 'There is no such playlist'),
    h('p.muted', {}, 'It is private, or it has been removed.'),
    h('a.button', { href: '/playlists' }, 'Back to playlists'));

function playlistView(playlist, signal) {
  const path = `/api/v1/playlists/${playlist.id}`;
  const own = playlist.owner.id === session.user.id;
  let tracks = playlist.tracks;
  let saving = Promise.resolve();
  const list = h('ol.tracks', { 'aria-label': 'Tracks' });
  const facts = h('p.muted');
  const nothing = empty('note', 'No tracks yet', own ? 'Find some below and add them.' : 'Its owner added none.');
  const playAll = h('button.primary', { type: 'button', onclick: () => player.play(tracks[0], tracks) },
    icon('play'), 'Play all');

  /** Changes are saved one after another, each on top of the one before; a refusal brings back what is stored. */
  function save(change, said) {
    saving = saving.then(async () => {
      try {
        await change();
        if (said) tell(said);
      } catch (error) {
        tell(`The change was not saved. ${error.message}`, { failed: true });
        await call('backend-api', path).then((stored) => ({ tracks } = stored), () => {});
        if (!signal.aborted) show();
      }
    });
    return saving;
  }
  const put = (said) => {
    const order = tracks.map((track) => track.id);
    return save(() => call('backend-api', `${path}/tracks`, { method: 'PUT', body: { tracks: order } }), said);
  };

  function move(index, steps) {
    const to = index + steps;
    const [track] = tracks.slice(index, index + 1);
    tracks = tracks.toSpliced(index, 1).toSpliced(to, 0, track);
    show();
    const [up, down] = list.children[to].querySelectorAll('.order button');
    const [wished, other] = steps < 0 ? [up, down] : [down, up];
    (wished.disabled ? other : wished).focus();
    put(`${track.title} is now number ${to + 1}.`);
  }

  function takeOut(index) {
    const { title } = tracks[index];
    tracks = tracks.toSpliced(index, 1);
    show();
    (list.children[Math.min(index, tracks.length - 1)]?.querySelector('button') ?? playAll).focus();
    put(`${title} is out of the playlist.`);
  }

  const add = (track) => save(async () => {
    await call('backend-api', `${path}/tracks`, { method: 'POST', body: { track_id: track.id } });
    tracks = [...tracks, track];
    show();
  }, `${track.title} is in the playlist.`);

  const remove = () => ask({
    title: `Remove ${playlist.name}?`, body: [h('p', {}, 'The playlist goes; its tracks stay on Veza.')],
    action: 'Remove playlist', danger: true,
    act: async () => {
      await call('backend-api', path, { method: 'DELETE' });
      go('/playlists');
    },
  });

  const row = (track, index) =>
    h('li', {},
      h('span.number', { 'aria-hidden': 'true' }, String(index + 1)),
      cover(track.id), trackText(track),
      h('span.clock.muted', {}, clock(track.duration_seconds)),
      playButton(track, { queue: tracks, signal }),
      own && h('div.order', {},
        iconButton('up', `Move up ${track.title}`, () => move(index, -1), { disabled: index === 0 }),
        iconButton('down', `Move down ${track.title}`, () => move(index, 1), { disabled: index === tracks.length - 1 }),
        iconButton('close', `Take out ${track.title}`, () => takeOut(index))));

  function show() {
    list.replaceChildren(...tracks.map(row));
    nothing.hidden = tracks.length > 0;
    playAll.disabled = !tracks.length;
    const seconds = tracks.reduce((sum, { duration_seconds }) => sum + (duration_seconds ?? 0), 0);
    const said = [
      playlist.public ? 'Public' : 'Private',
      `by ${own ? 'you' : playlist.owner.name}`,
      count(tracks.length, 'track'),
      clock(seconds),
    ];
    facts.replaceChildren(icon(playlist.public ? 'globe' : 'lock'), ' ', said.join(' · '));
  }

  show();
  return [
    h('div.playlist-head', {}, cover(playlist.id),
      h('div', {}, h('h1', {}, playlist.name), facts,
        h('div.actions', {}, playAll,
          own && h('button.quiet', { type: 'button', onclick: remove }, icon('bin'), 'Remove playlist')))),
    nothing, list,
    ...(own ? [h('section.add', { 'aria-label': 'Add tracks' }, trackSearch('Add tracks', add))] : []),
  ];
}
