/** The player as it is seen: the bar on every page, and the play buttons of tracks. */

import { cover, palette } from './cover.js';
import { player, QUALITIES } from './player.js';
import { capital, clock, h, icon, iconButton } from './ui.js';

const isOn = (track) => player.track?.id === track.id && (player.status === 'playing' || player.status === 'loading');

/** A button that plays a track, and pauses it while it plays. */
export function playButton(track, { queue, signal, label = track.title, kind = 'button.round.play' }) {
  const button = h(kind, {
    type: 'button',
    onclick: () => (player.track?.id === track.id ? player.toggle() : player.play(track, queue)),
  });
  let shown;
  const update = () => {
    const on = isOn(track);
    if (on === shown) return;
    shown = on;
    button.setAttribute('aria-label', `${on ? 'Pause' : 'Play'} ${label}`);
    button.replaceChildren(icon(on ? 'pause' : 'play'));
    button.classList.toggle('on', on);
  };
  player.addEventListener('change', update, { signal });
  update();
  return button;
}

/** What a list of tracks shows of one. */
export const trackText = (track) =>
  h('div.track-text', {}, h('p.track-title', {}, track.title), h('p.muted', {}, track.artist.name));

/** The choice of quality as buttons of which one is pressed down. */
export function qualityChoice(signal) {
  const inputs = QUALITIES.map((quality) =>
    h('input', { type: 'radio', name: 'quality', value: quality, onchange: () => player.choose(quality) }));
  const update = () => inputs.forEach((input) => (input.checked = input.value === player.quality));
  player.addEventListener('change', update, { signal });
  update();
  return h('fieldset.segments', {}, h('legend', {}, 'Quality'),
    ...inputs.map((input) => h('label', {}, input, h('span', {}, capital(input.value)))));
}

function slider(label, max, oninput, onchange) {
  return h('input', { type: 'range', 'aria-label': label, min: 0, max, step: 'any', value: 0, oninput, onchange });
}

const fill = (input) => input.style.setProperty('--filled', `${(100 * input.value) / (Number(input.max) || 1)}%`);

/** Build the bar in its place; it then lives as long as the page. */
export function playerBar(place) {
  const art = h('div.player-cover');
  const title = h('p.track-title');
  const artist = h('p.muted');
  const main = h('button.round.play.large', { type: 'button', onclick: () => player.toggle() });
  const previous = iconButton('previous', 'Previous track', () => player.skip(-1));
  const next = iconButton('next', 'Next track', () => player.skip(1));
  const elapsed = h('span.clock', { 'aria-label': 'Elapsed', role: 'timer' });
  const total = h('span.clock', { 'aria-label': 'Total', role: 'timer' });
  let dragging = false;
  const seek = slider('Seek', 1, () => {
    dragging = true;
    elapsed.textContent = clock(seek.value);
    fill(seek);
  }, () => {
    dragging = false;
    player.seek(Number(seek.value));
  });
  seek.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 }[event.key];
    if (!step) return;
    event.preventDefault();
    player.seek(Math.min(Math.max(player.position + step, 0), player.duration));
  });
  const quality = h('select', { 'aria-label': 'Quality', onchange: () => player.choose(quality.value) },
    ...QUALITIES.map((name) => h('option', { value: name }, capital(name))));
  const volume = slider('Volume', 1, () => (player.setVolume(Number(volume.value)), fill(volume)));
  const message = h('p', { role: 'status' });
  const again = h('button', { type: 'button', hidden: true, onclick: () => player.toggle() }, 'Try again');
  const more = iconButton('more', 'Quality and volume', () => {
    const open = place.classList.toggle('open');
    more.setAttribute('aria-expanded', open);
  }, { 'aria-expanded': 'false' });
  more.classList.add('player-more');

  let seen = { id: null };
  function update() {
    const { track, status } = player;
    if (track?.id !== seen.id) {
      art.replaceChildren(...(track ? [cover(track.id)] : [icon('note')]));
      place.style.setProperty('--glow', track ? palette(track.id)[1] : 'transparent');
    }
    title.textContent = track?.title ?? 'Nothing is playing';
    artist.textContent = track ? (track.artist?.name ?? '') : 'Pick something to play';
    const on = status === 'playing' || status === 'loading';
    if (on !== seen.on) {
      main.replaceChildren(icon(on ? 'pause' : 'play'));
      main.setAttribute('aria-label', on ? 'Pause' : 'Play');
    }
    seen = { id: track?.id, on };
    place.dataset.status = status;
    main.setAttribute('aria-busy', status === 'loading');
    for (const control of [main, seek]) control.disabled = !track;
    previous.disabled = !player.neighbour(-1);
    next.disabled = !player.neighbour(1);
    if (!dragging) {
      seek.max = player.duration || 1;
      seek.value = player.position;
      elapsed.textContent = clock(player.position);
      fill(seek);
    }
    seek.setAttribute('aria-valuetext', `${clock(player.position)} of ${clock(player.duration)}`);
    total.textContent = clock(player.duration);
    quality.value = player.quality;
    if (message.textContent !== player.message) message.textContent = player.message;
    again.hidden = status !== 'failed';
  }

  place.append(
    h('h2.hidden', {}, 'Player'),
    player.audio,
    h('div.player-message', {}, message, again),
    h('div.player-track', {}, art, h('div.track-text', {}, title, artist)),
    h('div.player-buttons', {}, previous, main, next),
    h('div.player-seek', {}, elapsed, seek, total),
    h('div.player-choices', {}, h('label.player-quality', {}, h('span', { 'aria-hidden': 'true' }, 'Quality'), quality),
      h('label.player-volume', {}, icon('volume'), volume)),
    more);
  volume.value = player.volume;
  fill(volume);
  player.addEventListener('change', update);
  update();
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input:not([type=range]), textarea, select, button, dialog');
    if (event.key !== ' ' || field || !player.track || event.repeat) return;
    event.preventDefault();
    player.toggle();
  });
}
