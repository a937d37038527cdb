/** Who you are here, what to listen to next, and what you did lately. */

import { call, findTracks, session } from '../api.js';
import { cover } from '../cover.js';
import { player } from '../player.js';
import { playButton, qualityChoice, trackText } from '../player-bar.js';
import { ago, avatar, empty, h, icon, part, search } from '../ui.js';

const AGAIN_MS = 2_000;
const PICTURES = { signed_in: 'person', playlist_created: 'list', message_sent: 'chat' };
const MISSING = {
  recommendations: 'Recommendations are not available right now.',
  recent_activity: 'Recent activity is not available right now.',
};

export function dashboardPage({ main, signal }) {
  const { user } = session;
  const picks = h('div');
  const activity = h('div');
  const shown = {};

  /** Show a part anew if it has changed: a refresh must not take away what is being used. */
  function place(container, name, found, show) {
    const missing = found.missing.includes(name);
    const now = JSON.stringify([missing, found[name]]);
    if (now === shown[name]) return;
    shown[name] = now;
    container.replaceChildren(missing ? away(name) : show(found[name]));
  }

  function show(found) {
    place(picks, 'recommendations', found, (tracks) => recommendations(tracks, signal));
    place(activity, 'recent_activity', found, activities);
    if (found.missing.length) refreshLater();
    return [body];
  }

  const load = () => call('web', '/api/dashboard');
  let timer = 0;
  signal.addEventListener('abort', () => clearTimeout(timer));
  function refreshLater() {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(() => load().then(show, refreshLater), AGAIN_MS);
  }
  player.addEventListener('started', () => {
    const refresh = () => load().then((found) => place(activity, 'recent_activity', found, activities), () => {});
    setTimeout(() => !signal.aborted && refresh(), 1_500);
  }, { signal });

  const body = h('div.dashboard', {},
    h('section', { 'aria-labelledby': 'for-you' },
      h('div.section-head', {}, h('h2', { id: 'for-you' }, 'For you'), qualityChoice(signal)),
      picks),
    h('section', { 'aria-labelledby': 'activity' },
      h('div.section-head', {}, h('h2', { id: 'activity' }, 'Recent activity')),
      activity));
  const rest = h('div');
  main.append(
    h('section.profile', { 'aria-label': 'Profile' },
      avatar({ id: user.id, name: user.display_name }),
      h('div', {},
        h('h1', {}, `${greeting()}, ${user.display_name}`),
        h('p.muted', {}, h('span.badge', {}, user.role), ` ${user.email}`)),
      search({
        label: 'Find a track', placeholder: 'Find a track', find: findTracks,
        row: (track) => [cover(track.id), trackText(track), playButton(track, { signal })],
      })),
    rest);
  return part(rest, { label: 'dashboard', load, show, signal });
}

const away = (name) =>
  h('div.state', { role: 'status' }, icon('alert'),
    h('p.state-title', {}, MISSING[name]), h('p.muted', {}, 'This part comes back by itself.'));

function greeting() {
  const hour = new Date().getHours();
  return hour < 5 ? 'Good evening' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
}

function recommendations(tracks, signal) {
  if (!tracks.length) return empty('note', 'You have heard it all', 'New music shows up here once it is on Veza.');
  return h('ul.cards', { 'aria-label': 'Recommendations' }, ...tracks.map((track) =>
    h('li.card', {},
      h('div.card-art', {}, cover(track.id), playButton(track, { queue: tracks, signal })),
      trackText(track),
      h('p.reason-why', {}, track.reason))));
}

function activities(items) {
  if (!items.length) return empty('person', 'Nothing yet', 'What you listen to, make and say shows up here.');
  return h('ol.activity', { 'aria-label': 'Recent activity' }, ...items.map(({ kind, summary, at }) =>
    h('li', {}, icon(PICTURES[kind] ?? 'note'), h('div', {}, h('p', {}, summary), h('p.muted', {}, ago(at))))));
}
