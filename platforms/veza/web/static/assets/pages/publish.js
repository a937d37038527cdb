/** Publishing: an artist hands in a track, and sees how far Veza is with it and with those before. */

import { call, session } from '../api.js';
import { cover } from '../cover.js';
import { playButton } from '../player-bar.js';
import { clock, empty, field, h, icon, mark, part, tell } from '../ui.js';

const LOOK_AGAIN_MS = 400;
const FIELDS = [
  { label: 'Title', name: 'title', autocomplete: 'off', wrong: 'Enter a title of 1 to 100 characters.' },
  { label: 'Kind of music', name: 'genre', autocomplete: 'off', wrong: 'Enter a kind of 1 to 40 characters.' },
  {
    label: 'Audio file', name: 'audio', type: 'file', accept: 'audio/*,.wav,.flac,.ogg,.opus,.mp3',
    hint: 'WAV, FLAC, OGG or MP3, at most 20 MB and ten minutes.',
  },
];
const NO_FILE = 'Choose a file.';

/** The tracks that this visit has handed in, newest first; they are known here before they can be found. */
const handedIn = new Map();

export const mayPublish = () => ['artist', 'admin'].includes(session.user?.role);

export function publishPage({ main, signal }) {
  if (!mayPublish()) {
    main.append(h('div.refusal', {}, icon('lock'), h('h1', {}, 'Publishing is for artists'),
      h('p.muted', {}, 'Ask whoever runs Veza to make you one.'),
      h('a.button', { href: '/dashboard' }, 'To the dashboard')));
    return undefined;
  }
  const mine = h('div');
  const list = h('ul.rows', { 'aria-label': 'Your tracks' });
  const show = (track) => {
    const row = trackRow(track, signal);
    const before = [...list.children].find((one) => one.dataset.track === track.id);
    if (before) before.replaceWith(row);
    else list.prepend(row);
    mine.replaceChildren(list);
    if (track.status === 'processing') follow(track, row, show, signal);
  };
  const own = handedIn.get(session.user.id) ?? new Map();
  handedIn.set(session.user.id, own);
  main.append(
    h('div.page-head', {}, h('h1', {}, 'Publish')),
    h('div.publish', {},
      h('section', { 'aria-label': 'A new track' }, uploading((track) => (own.set(track.id, track), show(track)))),
      h('section', { 'aria-labelledby': 'your-tracks' }, h('h2', { id: 'your-tracks' }, 'Your tracks'), mine)));
  return part(mine, {
    label: 'tracks', signal,
    load: () => call('backend-api', `/api/v1/tracks?artist_id=${session.user.id}`),
    show: (found) => {
      const known = new Map([...found.map((track) => [track.id, track])].reverse());
      for (const track of own.values()) if (!known.has(track.id)) known.set(track.id, track);
      if (!known.size) return empty('note', 'No track yet', 'What you hand in shows up here.');
      queueMicrotask(() => known.forEach(show));
      return [list];
    },
  });
}

/** The form; `taken` gets the track that was made. */
function uploading(taken) {
  const problem = h('p.problem', { role: 'alert' });
  const submit = h('button.primary', { type: 'submit' }, 'Publish');
  const form = h('form', { novalidate: true, 'aria-label': 'Publish a track' }, ...FIELDS.map(field), problem, submit);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    const body = new FormData(form);
    const blank = new Map([...body].filter(([, value]) => value === '' || (value instanceof File && !value.name))
      .map(([name]) => [name, NO_FILE]));
    problem.textContent = '';
    mark(form, blank);
    if (blank.size) return;
    submit.disabled = true;
    submit.setAttribute('aria-busy', 'true');
    try {
      taken(await call('backend-api', '/api/v1/tracks', { method: 'POST', body }));
      form.reset();
    } catch (error) {
      if (!mark(form, error.fields)) problem.textContent = error.message;
    } finally {
      submit.disabled = false;
      submit.removeAttribute('aria-busy');
    }
  });
  return form;
}

/** Ask how far a track is until it is ready or given up. */
function follow(track, row, show, signal) {
  setTimeout(async () => {
    if (signal.aborted || !row.isConnected) return;
    let now = track;
    try {
      now = await call('backend-api', `/api/v1/tracks/${track.id}`);
    } catch (error) {
      if (error.status === 404) return row.remove();
    }
    if (signal.aborted) return undefined;
    handedIn.get(session.user.id)?.set(now.id, now);
    if (now.status === 'ready') tell(`“${now.title}” is ready.`);
    return show(now);
  }, LOOK_AGAIN_MS);
}

const STATES = {
  processing: ({ progress, title }) => [
    h('progress', { max: 100, value: progress, 'aria-label': `Progress of ${title}` }),
    h('span', {}, `Being prepared · ${progress} %`),
  ],
  ready: ({ duration_seconds }) => [h('span', {}, `Ready · ${clock(duration_seconds)}`)],
  failed: () => [h('span.wrong', {}, 'It could not be prepared. Hand it in again.')],
};

const trackRow = (track, signal) =>
  h('li.row', { 'data-track': track.id, 'data-state': track.status }, cover(track.id),
    h('div.row-text', {}, h('span.row-title', {}, track.title),
      h('span.muted.delivery-state', {}, ...STATES[track.status](track))),
    track.status === 'ready' && playButton(track, { signal }));
