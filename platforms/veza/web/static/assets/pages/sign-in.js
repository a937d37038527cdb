/** Signing in, and becoming somebody who can. */

import { register, signIn } from '../api.js';
import { cover } from '../cover.js';
import { field, h, mark } from '../ui.js';
import { go } from '../router.js';

const EMAIL = {
  label: 'E-mail', name: 'email', type: 'email', autocomplete: 'username',
  wrong: 'Enter an e-mail address such as lina@example.org.',
};
const PASSWORD = {
  label: 'Password', name: 'password', type: 'password', autocomplete: 'current-password',
  wrong: 'Enter your password.',
};
const NEW_PASSWORD = {
  ...PASSWORD, autocomplete: 'new-password', hint: 'At least 8 characters.', wrong: 'Use 8 to 128 characters.',
};
const NAME = {
  label: 'Your name', name: 'display_name', autocomplete: 'nickname',
  hint: 'What others see, at most 50 characters.', wrong: 'Enter a name of 1 to 50 characters.',
};
const TAKEN = 'Somebody has an account with this e-mail already.';

export function signInPage({ main, signal, state }) {
  main.className = 'sign-in';
  const wanted = new URLSearchParams(location.search).get('next');
  const destination = /^\/(?!\/)/.test(wanted ?? '') ? wanted : '/dashboard';
  const enter = async (form) => {
    await signIn(form.get('email'), form.get('password'));
    await go(destination, { replace: true });
  };
  const panels = [
    {
      name: 'Sign in',
      form: credentials({
        action: 'Sign in', signal, fields: [EMAIL, PASSWORD], act: enter,
      }),
    },
    {
      name: 'Create an account',
      form: credentials({
        action: 'Create account', signal, fields: [NAME, EMAIL, NEW_PASSWORD],
        act: async (form) => {
          await register(form.get('email'), form.get('password'), form.get('display_name'));
          await enter(form);
        },
      }),
    },
  ];
  main.append(
    h('div.sign-in-art', { 'aria-hidden': 'true' }, ...Array.from({ length: 24 }, (_, i) => cover(`veza ${i}`))),
    h('div.sign-in-panel', {},
      h('img.sign-in-logo', { src: '/assets/logo.svg', alt: '', width: 48, height: 48 }),
      h('h1', {}, 'Welcome to Veza'),
      h('p.muted', {}, 'Listen together, and talk about it while it plays.'),
      state.why && h('p.reason', { role: 'alert' }, state.why),
      tabs(panels)));
}

function tabs(panels) {
  const panel = h('div', { role: 'tabpanel', id: 'panel' });
  const buttons = panels.map(({ name }, i) =>
    h('button', {
      type: 'button', role: 'tab', id: `tab-${i}`, 'aria-controls': 'panel', onclick: () => choose(i),
    }, name));
  function choose(chosen) {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', i === chosen);
      button.tabIndex = i === chosen ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `tab-${chosen}`);
    panel.replaceChildren(panels[chosen].form);
  }
  const list = h('div.tabs', { role: 'tablist', 'aria-label': 'Sign in or create an account' }, ...buttons);
  list.addEventListener('keydown', ({ key }) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    const other = (buttons.indexOf(document.activeElement) + 1) % 2;
    choose(other);
    buttons[other].focus();
  });
  choose(0);
  return h('div', {}, list, panel);
}

function credentials({ fields, action, act, signal }) {
  const problem = h('p.problem', { role: 'alert' });
  const submit = h('button.primary.wide', { type: 'submit' }, action);
  const form = h('form', { novalidate: true, 'aria-label': action }, ...fields.map(field), problem, submit);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const blank = [...data].filter(([, value]) => value === '');
    problem.textContent = '';
    mark(form, new Map(blank));
    if (blank.length || submit.disabled) return;
    submit.disabled = true;
    submit.setAttribute('aria-busy', 'true');
    try {
      await act(data);
    } catch (error) {
      if (error.status === 429) return wait(error.retryAfter);
      submit.disabled = false;
      const taken = error.code === 'RESOURCE_ALREADY_EXISTS';
      if (!mark(form, taken ? new Map([['email', TAKEN]]) : error.fields, { verbatim: taken })) {
        problem.textContent = error.message;
        form.elements.password.select();
      }
    } finally {
      submit.removeAttribute('aria-busy');
    }
  });

  function wait(seconds) {
    const until = Date.now() + seconds * 1000;
    const number = h('span', { 'aria-live': 'off' });
    problem.replaceChildren('Too many tries. Try again in ', number);
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        number.textContent = `${left} ${left === 1 ? 'second' : 'seconds'}.`;
        return;
      }
      clearInterval(timer);
      submit.disabled = false;
      problem.textContent = 'You can try again now.';
    };
    const timer = setInterval(tick, 250);
    signal.addEventListener('abort', () => clearInterval(timer));
    tick();
    form.elements.password.select();
  }
  return form;
}
