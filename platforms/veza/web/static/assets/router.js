/** Which page is shown for which address, and moving between pages without loading anew. */

const main = document.getElementById('main');
let routes = [];
let guard = (path) => path;
let leaving = new AbortController();

/**
 * `table`: [pattern of a path, page]. A page is called with `{ main, signal, params, state }`, fills `main` with a
 * heading first, and may return a promise of being ready; `signal` aborts when it is left.
 * `check` gets the path asked for and returns the one to show.
 */
export function start(table, check) {
  routes = table;
  guard = check;
  window.addEventListener('popstate', () => show(true));
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="/"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.getAttribute('href'));
  });
  return show(false);
}

export function go(path, { replace = false, state = {} } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', path);
  return show(true);
}

async function show(moved) {
  const asked = location.pathname + location.search;
  const granted = guard(asked);
  if (granted !== asked) history.replaceState(history.state ?? {}, '', granted);
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [pattern, page] = routes.find(([known]) => known.test(location.pathname)) ?? routes.at(-1);
  const params = location.pathname.match(pattern)?.slice(1) ?? [];
  main.replaceChildren();
  main.scrollTop = 0;
  main.className = '';
  window.dispatchEvent(new Event('moved'));
  if (moved) main.focus({ preventScroll: true });
  await page({ main, signal, params, state: history.state ?? {} });
  if (signal.aborted) return;
  const heading = main.querySelector('h1');
  document.title = heading ? `${heading.textContent} · Veza` : 'Veza';
  if (moved && heading && document.activeElement === main) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}
