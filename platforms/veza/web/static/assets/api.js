/** Calls to the services, and the session that they are made in. */

const TIME_LIMIT_MS = 10_000;
const UPLOAD_LIMIT_MS = 120_000;

/** Who is signed in (`user` is null when nobody is), the token for the other services, and their addresses. */
export const session = { user: null, token: '', services: {} };

/** A call that was refused, or (status 0) did not get through. */
export class Refusal extends Error {
  constructor(status, code, message, details = {}, retryAfter = 0) {
    super(message);
    Object.assign(this, { status, code, details, retryAfter });
  }

  /** Messages by field, for input that was refused. */
  get fields() {
    return new Map((this.details.fields ?? []).map(({ field, message }) => [field, message]));
  }
}

async function request(service, path, { method = 'GET', body } = {}) {
  const own = service === 'web';
  const headers = { Accept: 'application/json' };
  const upload = body instanceof FormData; // the browser says itself where its parts end
  if (body !== undefined && !upload) headers['Content-Type'] = 'application/json';
  if (!own) headers.Authorization = `Bearer ${session.token}`;
  let response, answer;
  try {
    response = await fetch((own ? '' : session.services[service]) + path, {
      method,
      headers,
      body: upload ? body : body && JSON.stringify(body),
      credentials: own ? 'same-origin' : 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(upload ? UPLOAD_LIMIT_MS : TIME_LIMIT_MS),
    });
    answer = response.status === 204 ? {} : await response.json();
  } catch {
    const why = navigator.onLine ? 'Veza cannot be reached at the moment.' : 'You are offline.';
    throw new Refusal(0, 'UNREACHABLE', why);
  }
  if (response.ok) return answer.data;
  const { code, message, details } = answer.error ?? {};
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  throw new Refusal(response.status, code ?? '', message ?? 'Something went wrong on our side.', details, retryAfter);
}

/**
 * Call a service as the person signed in; returns the `data` of the answer.
 * A token that is refused is renewed once; if the session is over, everybody is told (`session-ended`).
 */
export async function call(service, path, options = {}) {
  try {
    return await request(service, path, options);
  } catch (error) {
    if (error.status !== 401 || options.anonymous) throw error;
    await openSession();
    return request(service, path, options);
  }
}

/** Learn who is signed in. A session that is over is told to the application. */
export async function openSession() {
  try {
    const { user, access_token, services } = await request('web', '/api/session');
    if (session.user && session.user.id !== user.id) location.assign('/dashboard'); // somebody else, in another tab
    Object.assign(session, { user, token: access_token, services });
  } catch (error) {
    if (error.status === 401) {
      const known = session.user !== null || error.code !== 'AUTH_REQUIRED';
      session.user = null;
      window.dispatchEvent(new CustomEvent('session-ended', { detail: { known } }));
    }
    throw error;
  }
}

/** Tracks whose title or artist has this text in it. */
export const findTracks = (text) => call('backend-api', `/api/v1/tracks?q=${encodeURIComponent(text)}`);

const post = (path, body) => call('web', path, { method: 'POST', body, anonymous: true });

export async function signIn(email, password) {
  await post('/api/auth/login', { email, password });
  await openSession();
}

export const register = (email, password, display_name) =>
  post('/api/auth/register', { email, password, display_name });

export async function signOut() {
  try {
    await post('/api/auth/logout');
  } catch (error) {
    if (error.status !== 401) throw error; // it has ended already
  }
  session.user = null;
}
