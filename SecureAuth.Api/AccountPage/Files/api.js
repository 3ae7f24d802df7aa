import { rememberDevice } from './device.js';

/** An error answer of the API (RFC 9457), or the lack of an answer. */
export class Problem extends Error {
  constructor(code, status, fields = {}, retryAfter = 0) {
    super(code);
    this.code = code;
    this.status = status;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

const root = '/api/v1';

/** The server refuses for a moment while many passwords are being checked. The page waits in its place. */
const patience = 4;

/** Access tokens are renewed this long before they expire. */
const margin = 30_000;

// The tokens are nowhere but here: not in a cookie, which other pages of the site could use, and not in a storage, which any
// script of the origin could read. So they end with the page.
let session = null;
let refreshing = null;
let onEnd = () => {};

export const isSignedIn = () => session !== null;

/** Called when the session has ended by itself. */
export const whenSessionEnds = handler => { onEnd = handler; };

export function begin(pair) {
  if (pair.device_token) rememberDevice(pair.device_token);
  session = {
    access: pair.access_token,
    refresh: pair.refresh_token,
    expires: performance.now() + pair.expires_in * 1000,
  };
}

/** Uses an access token with a fresh authentication time. The next refresh replaces it. */
export function useFresh(token) {
  session.access = token.access_token;
  session.expires = performance.now() + token.expires_in * 1000;
}

export async function end() {
  const ended = session;
  session = null;
  if (ended) await call('POST', '/auth/logout', { refresh_token: ended.refresh });
}

/** Ends the session when the page goes away, because nobody could use its tokens any more. */
export function endWithPage() {
  if (!session) return false;
  const body = new Blob([JSON.stringify({ refresh_token: session.refresh })], { type: 'application/json' });
  session = null;
  return navigator.sendBeacon(root + '/auth/logout', body);
}

/** Calls the API without a token, or with one that is not that of the session. */
export async function call(method, path, body, token) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(method, path, body, token);
    } catch (problem) {
      if (problem.code !== 'server_busy' || attempt === patience) throw problem;
      await new Promise(resolve => setTimeout(resolve, Math.min(problem.retryAfter, 5) * 1000));
    }
  }
}

/** Calls the API as the signed-in user. */
export async function callAsUser(method, path, body) {
  if (!session) throw new Problem('signed_out', 401);
  if (performance.now() > session.expires - margin) await refresh();
  try {
    return await send(method, path, body, session.access);
  } catch (problem) {
    if (problem.code !== 'invalid_token') throw problem;
    await refresh();
    return send(method, path, body, session.access);
  }
}

/** Gets a new access token. A refresh token works once, so that all calls wait for the same refresh. */
export function refresh() {
  refreshing ??= call('POST', '/auth/refresh', { refresh_token: session.refresh })
    .then(begin, problem => {
      if (problem.status === 401) {
        session = null;
        onEnd();
      }
      throw problem;
    })
    .finally(() => { refreshing = null; });
  return refreshing;
}

async function send(method, path, body, token) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = 'Bearer ' + token;
  let response;
  try {
    response = await fetch(root + path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', credentials: 'omit',
    });
  } catch {
    throw new Problem('unreachable', 0);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new Problem(
    answer?.code ?? 'internal_error', response.status, answer?.errors ?? {}, Number(response.headers.get('retry-after') ?? 0));
}
