/** Saying something in a conversation: a text, and if wished, the track that is playing. */

import { player } from '../player.js';
import { fullTime, h, hour, icon } from '../ui.js';

const LIMIT = 2_000; // characters of a message
const NEAR_LIMIT = 200;
const HALF_A_DAY_MS = 12 * 3_600_000;
const HIGHEST_PX = 160;

/** `element` to show and `update` to bring it up to date; `toEnd` is called when something was said. */
export function composing(chat, signal, toEnd) {
  const input = h('textarea', {
    id: 'message', rows: 1, placeholder: 'Say something', autocomplete: 'off', 'aria-describedby': 'message-hint',
  });
  const send = h('button.primary.round', { type: 'submit', 'aria-label': 'Send', title: 'Send' }, icon('send'));
  const hint = h('p.hint', { id: 'message-hint', role: 'status' });
  const aboutText = h('span');
  const about = h('button.switch', {
    type: 'button', role: 'switch', 'aria-checked': 'false',
    onclick: () => about.setAttribute('aria-checked', about.getAttribute('aria-checked') !== 'true'),
  }, h('i', { 'aria-hidden': 'true' }), aboutText);
  const form = h('form.composer', { 'aria-label': 'Write a message' }, about,
    h('div.composer-row', {}, h('label.hidden', { for: 'message' }, 'Message'), input, send), hint);
  let timer = 0;

  const length = () => [...input.value].length;
  function update() {
    const { mute } = chat;
    const left = mute ? Date.parse(mute.until) - Date.now() : 0;
    if (mute && left <= 0) chat.mute = null;
    clearTimeout(timer);
    if (left > 0 && !signal.aborted) timer = setTimeout(update, Math.min(left, 60_000));
    input.disabled = left > 0;
    const tooLong = length() > LIMIT;
    send.disabled = left > 0 || tooLong || !input.value.trim();
    let words = '';
    if (left > 0) {
      const until = left < HALF_A_DAY_MS ? hour(mute.until) : fullTime(mute.until);
      words = `You cannot write here until ${until}. ${mute.reason}`;
    } else if (tooLong) {
      words = `${length() - LIMIT} characters too long.`;
    } else if (length() > LIMIT - NEAR_LIMIT) {
      words = `${LIMIT - length()} characters left.`;
    }
    if (hint.textContent !== words) hint.textContent = words;
    form.classList.toggle('muted-person', left > 0);
    about.hidden = !player.track;
    if (player.track) aboutText.textContent = `About “${player.track.title}”`;
    else about.setAttribute('aria-checked', 'false');
  }
  const grow = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, HIGHEST_PX)}px`;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    update();
    if (send.disabled) return;
    const track = about.getAttribute('aria-checked') === 'true' ? player.track : null;
    chat.say(input.value.trim(), track && { id: track.id, title: track.title });
    input.value = '';
    about.setAttribute('aria-checked', 'false');
    grow();
    update();
    toEnd();
    input.focus();
  });
  input.addEventListener('input', () => (grow(), update()));
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  player.addEventListener('change', update, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return { element: form, update };
}
