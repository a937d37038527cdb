/** Puts the application together: who may see which page, the frame around the pages, and the end of a session. */

import { call, openSession, session, signOut } from './api.js';
import { player } from './player.js';
import { playerBar } from './player-bar.js';
import { go, start } from './router.js';
import { ask, avatar, empty, field, h, icon, part, tell } from './ui.js';
import { conversationPage } from './pages/conversation.js';
import { conversationsPage } from './pages/conversations.js';
import { dashboardPage } from './pages/dashboard.js';
import { playlistPage } from './pages/playlist.js';
import { playlistsPage } from './pages/playlists.js';
import { mayPublish, publishPage } from './pages/publish.js';
import { signInPage } from './pages/sign-in.js';

const SECTIONS = [
  ['Dashboard', '/dashboard', 'home'],
  ['Conversations', '/conversations', 'chat'],
  ['Playlists', '/playlists', 'list'],
  ['Publish', '/publish', 'up', mayPublish],
];
const [top, navigation, main, bar] = ['top', 'navigation', 'main', 'player'].map((id) => document.getElementById(id));

function nowhere() {
  main.append(h('div.refusal', {}, icon('search'), h('h1', {}, 'There is nothing here'),
    h('p.muted', {}, 'The address may be mistyped.'), h('a.button', { href: '/dashboard' }, 'To the dashboard')));
}

let started = false;

const routes = [
  [/^\/sign-in$/, signInPage],
  [/^\/dashboard$/, dashboardPage],
  [/^\/conversations$/, conversationsPage],
  [/^\/conversations\/([^/]+)$/, conversationPage],
  [/^\/playlists$/, playlistsPage],
  [/^\/playlists\/([^/]+)$/, playlistPage],
  [/^\/publish$/, publishPage],
  [/^/, nowhere],
];

function granted(path) {
  const signingIn = path.startsWith('/sign-in');
  if (session.user) return signingIn || path === '/' ? '/dashboard' : path;
  if (signingIn) return path;
  return path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;
}

const sections = SECTIONS.map(([name, path, picture, isFor = () => true]) =>
  ({ isFor, element: h('li', {}, h('a', { href: path }, icon(picture), h('span', {}, name))) }));
navigation.append(h('ul', {}, ...sections.map(({ element }) => element)));

const account = h('button.account', { type: 'button', popovertarget: 'account', 'aria-haspopup': 'dialog' });
const menu = h('div.menu', { id: 'account', popover: true, role: 'dialog', 'aria-label': 'Account' });
top.append(account, menu);
playerBar(bar);

async function leave() {
  player.stop();
  try {
    await signOut();
  } catch (error) {
    return tell(`Signing out did not work. ${error.message}`, { failed: true });
  }
  return go('/sign-in');
}

const rename = () => ask({
  title: 'Change your name',
  body: [field({
    label: 'Name', name: 'display_name', value: session.user.display_name, autocomplete: 'nickname',
    hint: 'This is what others see.', wrong: 'A name has 1 to 50 characters.',
  })],
  action: 'Change name',
  act: async (form) => {
    const body = { display_name: form.get('display_name').trim() };
    await call('backend-api', '/api/v1/users/me', { method: 'PUT', body });
    await openSession();
    await go(location.pathname, { replace: true });
  },
});

/** The frame follows whether somebody is signed in, and where they are. */
function frame() {
  const { user } = session;
  for (const element of [top, navigation, bar]) element.hidden = !user;
  document.body.classList.toggle('signed-in', Boolean(user));
  for (const { isFor, element } of sections) element.hidden = !isFor();
  for (const link of navigation.querySelectorAll('a')) {
    const here = location.pathname.startsWith(link.getAttribute('href'));
    link.toggleAttribute('aria-current', here);
    if (here) link.setAttribute('aria-current', 'page');
  }
  if (menu.matches(':popover-open')) menu.hidePopover();
  if (!user) return;
  player.prefer(user.preferred_quality);
  const person = { id: user.id, name: user.display_name };
  account.setAttribute('aria-label', `Account of ${user.display_name}`);
  account.replaceChildren(avatar(person));
  menu.replaceChildren(
    h('p', {}, h('strong', {}, user.display_name)),
    h('p.muted', {}, user.email),
    h('p', {}, h('span.badge', {}, user.role)),
    h('button', { type: 'button', onclick: rename }, 'Change name'),
    h('button', { type: 'button', onclick: leave }, icon('exit'), 'Sign out'));
}

window.addEventListener('moved', frame);
window.addEventListener('session-ended', ({ detail }) => {
  player.stop();
  const why = detail.known ? 'Your session has ended. Sign in again.' : '';
  const address = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
  if (!started) history.replaceState({ why }, '');
  else if (location.pathname !== '/sign-in') go(address, { replace: true, state: { why } });
});

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

// The icons are kept in the page: those shown first when the line is down must be there as well.
fetch('/assets/icons.svg').then((answer) => answer.text()).then((text) => {
  document.body.append(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
});

// Back from another tab or a nap: the session may have ended, or be somebody else's.
document.addEventListener('visibilitychange', () => !document.hidden && session.user && openSession().catch(() => {}));

const offline = h('p.offline', { role: 'status' });
document.body.prepend(offline);
const line = () => {
  offline.textContent = navigator.onLine ? '' : 'You are offline. What is on this page stays; the rest waits.';
};
window.addEventListener('online', line);
window.addEventListener('offline', line);
line();

/** Learn who is here, then show the page asked for. */
part(main, {
  label: 'page',
  signal: new AbortController().signal,
  load: () => openSession().catch((error) => {
    if (error.status !== 401) throw error;
  }),
  show: () => {
    started = true;
    queueMicrotask(() => start(routes, granted));
    return [];
  },
});
