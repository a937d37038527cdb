/** Building blocks of every page: elements, icons, times, states, forms, dialogs, notices. */

import { hash } from './cover.js';

/**
 * An element: `h('button.primary', { type: 'button', onclick: act }, 'Play')`. Functions are listeners, true is a
 * bare attribute, null and false are left out. Strings become text, never markup.
 */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** A button that shows only an icon; `name` is what it is called. */
export const iconButton = (picture, name, onclick, attributes = {}) =>
  h('button.quiet.round', { type: 'button', 'aria-label': name, title: name, onclick, ...attributes }, icon(picture));

export const avatar = ({ id, name }) =>
  h(`span.avatar.tone-${hash(id) % 6}`, { 'aria-hidden': 'true' }, [...name.trim()].slice(0, 1).join('').toUpperCase());

export const capital = (word) => word[0].toUpperCase() + word.slice(1);

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

// --- times

/** Seconds as 3:07. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const format = (options) => new Intl.DateTimeFormat('en-GB', options);
const FULL = format({ dateStyle: 'long', timeStyle: 'short' });
const HOUR = format({ timeStyle: 'short' });
const DAY = format({ weekday: 'long', day: 'numeric', month: 'long' });
const DATE = format({ day: 'numeric', month: 'short' });

const daysAgo = (date) => Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
export const hour = (iso) => HOUR.format(new Date(iso));
export const day = (iso) => ['Today', 'Yesterday'][daysAgo(new Date(iso))] ?? DAY.format(new Date(iso));

/** How long ago, or when, as a `time` element with the full time at hand. */
export function ago(iso) {
  const date = new Date(iso);
  const minutes = Math.floor((Date.now() - date) / 6e4);
  let text = `${DATE.format(date)}, ${HOUR.format(date)}`;
  if (minutes < 1) text = 'Just now';
  else if (minutes < 60) text = `${minutes} min ago`;
  else if (daysAgo(date) < 2) text = `${day(iso)}, ${HOUR.format(date)}`;
  return time(iso, text);
}

export const time = (iso, text) => h('time', { datetime: iso, title: FULL.format(new Date(iso)) }, text);
export const fullTime = (iso) => FULL.format(new Date(iso));

// --- what the browser keeps for the person

export const stored = (name, otherwise) => localStorage.getItem(`veza.${name}`) ?? otherwise;
export const store = (name, value) => localStorage.setItem(`veza.${name}`, value);

// --- states

/** Nothing here yet: what this is for, and the first thing to do. */
export const empty = (picture, title, text, ...actions) =>
  h('div.state', {}, icon(picture), h('p.state-title', {}, title), text && h('p.muted', {}, text), ...actions);

const skeleton = (label) =>
  h('div.skeleton', { role: 'status' }, h('span.hidden', {}, `Loading ${label}…`), h('i'), h('i'), h('i'));

/**
 * Fill `place` with what `show` makes of what `load` brings; while loading and on failure it says so, and a failure
 * can be tried again by hand and is tried again when the browser is back online.
 */
export async function part(place, { label, load, show, signal }) {
  const fill = async () => {
    place.replaceChildren(skeleton(label));
    try {
      const found = await load();
      if (!signal.aborted) place.replaceChildren(...[show(found)].flat());
    } catch (error) {
      if (signal.aborted) return;
      if (!('status' in error)) console.error(error);
      const retry = new AbortController();
      const again = () => {
        retry.abort();
        place.tabIndex = -1;
        place.focus({ preventScroll: true });
        fill();
      };
      window.addEventListener('online', again, { signal: AbortSignal.any([signal, retry.signal]), once: true });
      place.replaceChildren(
        h('div.state', { role: 'alert' }, icon('alert'),
          h('p.state-title', {}, `The ${label} could not be loaded.`),
          h('p.muted', {}, error.message),
          h('button', { type: 'button', onclick: again }, 'Try again')));
    }
  };
  return fill();
}

/** Tell something that has happened; it goes by itself. */
export function tell(text, { failed = false } = {}) {
  const note = h(failed ? 'p.notice.failed' : 'p.notice', {}, text);
  document.getElementById(failed ? 'failed' : 'said').append(note);
  setTimeout(() => note.remove(), failed ? 8_000 : 4_000);
}

// --- forms

let fields = 0;

/** A labelled field with a place for what is wrong with it; `wrong` is said in place of the service's own words. */
export function field({ label, name, type = 'text', hint, wrong, ...attributes }) {
  const id = `field-${(fields += 1)}`;
  return h('div.field', {},
    h('label', { for: id }, label),
    h('input', { id, name, type, 'data-wrong': wrong, 'aria-describedby': `${id}-hint ${id}-wrong`, ...attributes }),
    hint && h('p.hint', { id: `${id}-hint` }, hint),
    h('p.wrong', { id: `${id}-wrong` }));
}

/**
 * Put what was refused next to the fields concerned, in the form's own words unless `verbatim` (all marks go if
 * `wrong` is empty); true if all found a place.
 */
export function mark(form, wrong = new Map(), { verbatim = false } = {}) {
  for (const input of form.querySelectorAll('.field input')) {
    input.removeAttribute('aria-invalid');
    input.parentElement.querySelector('.wrong').textContent = '';
  }
  const places = [...wrong].map(([name, message]) => {
    const input = form.elements[name];
    const place = input?.parentElement?.querySelector('.wrong');
    if (!place) return null;
    input.setAttribute('aria-invalid', 'true');
    place.textContent = (!verbatim && input.dataset.wrong) || message;
    return input;
  });
  places.find((input) => input)?.focus();
  return places.length > 0 && places.every((input) => input);
}

/** Ask for something in a dialog; `act` gets the form's data and may refuse by throwing. Escape closes it. */
export function ask({ title, body = [], action, danger = false, act }) {
  const id = `dialog-${(fields += 1)}`;
  const problem = h('p.problem', { role: 'alert' });
  const submit = h(danger ? 'button.danger' : 'button.primary', { type: 'submit' }, action);
  const form = h('form', { novalidate: true }, h('h2', { id }, title), ...body, problem,
    h('div.actions', {}, h('button', { type: 'button', onclick: () => box.close() }, 'Cancel'), submit));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    mark(form);
    problem.textContent = '';
    submit.disabled = true;
    try {
      await act(new FormData(form));
      box.close();
    } catch (error) {
      submit.disabled = false;
      if (!mark(form, error.fields ?? new Map())) problem.textContent = error.message;
    }
  });
  const closed = () => {
    box.remove();
    if (document.activeElement === document.body) document.getElementById('main').focus(); // the opener is gone
  };
  const box = h('dialog', { 'aria-labelledby': id, onclose: closed }, form);
  window.addEventListener('moved', () => box.close(), { once: true });
  document.body.append(box);
  box.showModal();
}

/** A search whose results come while typing; `find` brings them, `row` makes the content of one. */
export function search({ label, placeholder, find, row, none = 'Nothing found.' }) {
  const id = `field-${(fields += 1)}`;
  const results = h('ul.results', { 'aria-label': 'Found' });
  const status = h('p.hint', { role: 'status' });
  let timer = 0;
  let turn = 0;
  async function look(text) {
    const mine = (turn += 1);
    if (!text) {
      results.replaceChildren();
      status.textContent = '';
      return;
    }
    try {
      const found = await find(text);
      if (mine !== turn) return;
      results.replaceChildren(...found.map((item) => h('li', {}, ...row(item))));
      status.textContent = found.length ? '' : none;
    } catch (error) {
      if (mine !== turn) return;
      results.replaceChildren();
      status.replaceChildren(error.message, ' ',
        h('button.link', { type: 'button', onclick: () => look(text) }, 'Try again'));
    }
  }
  const input = h('input', {
    id, role: 'searchbox', placeholder, autocomplete: 'off', // of type search, Escape would not close a dialog
    onkeydown: (event) => {
      if (event.key === 'Enter') event.preventDefault();
      if (event.key === 'Escape') look((input.value = ''));
    },
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(look, 200, input.value.trim());
    },
  });
  return h('div.search', {},
    h('label', { for: id }, label), h('div.search-box', {}, icon('search'), input), status, results);
}
