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

/** Asks for the tokens in cookies, which no script can read. */
export const inCookies = { transport: 'cookie' };

/**
 * Tells the tabs of this browser that it has a session, and which one. It is no secret. A tab that shows one user must not go on
 * as another one who has signed in elsewhere.
 */
const stored = 'secureauth.session';

let session = localStorage.getItem(stored);

/** When the access token expires, by the clock of this page. A page that was just loaded does not know. */
let expires = Infinity;

let refreshing = null;
let onEnd = () => {};
let onChange = () => {};

export const isSignedIn = () => session !== null;

/** Called when the session has ended by itself. */
export const whenSessionEnds = handler => { onEnd = handler; };

/** Called when another tab has signed in or out. */
export const whenSessionChanges = handler => { onChange = handler; };

export function begin(answer) {
  session = answer.session_id;
  localStorage.setItem(stored, session);
  useFresh(answer);
}

/** The cookie has another access token of the same session. */
export function useFresh({ expires_in }) {
  expires = performance.now() + expires_in * 1000;
}

/** Only the server can remove the cookies. */
export async function end() {
  await call('POST', '/auth/logout', inCookies);
  forget();
}

export function forget() {
  session = null;
  localStorage.removeItem(stored);
}

/** Follows what another tab has done. */
function follow() {
  const present = localStorage.getItem(stored);
  if (present === session) return;
  session = present;
  expires = Infinity;
  onChange();
}

addEventListener('storage', follow);
addEventListener('pageshow', ({ persisted }) => { if (persisted) follow(); });

/** Calls the API without a session, or with a token that is not that of the session. */
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

/** Calls the API as the signed-in user, by the cookie. */
export async function callAsUser(method, path, body) {
  if (!session) throw new Problem('signed_out', 401);
  if (performance.now() > expires - margin) await refresh();
  try {
    return await send(method, path, body);
  } catch (problem) {
    if (problem.code !== 'invalid_token') throw problem;
    await refresh();
    return send(method, path, body);
  }
}

/** Gets a new access token. All calls of this tab wait for the same refresh; the server lets other tabs share its result. */
export function refresh() {
  refreshing ??= call('POST', '/auth/refresh', inCookies)
    .then(goOn, problem => {
      if (problem.status === 401) {
        forget();
        onEnd();
      }
      throw problem;
    })
    .finally(() => { refreshing = null; });
  return refreshing;
}

/** Somebody else may have signed in meanwhile, in whose name the call must not be made. */
function goOn(answer) {
  const isOther = answer.session_id !== session;
  begin(answer);
  if (!isOther) return;
  onChange();
  throw new Problem('signed_out', 401);
}

async function send(method, path, body, token) {
  // Pages of others can send a request with the cookies, but not with this header.
  const headers = { 'x-secureauth-csrf': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = 'Bearer ' + token;
  let response;
  try {
    response = await fetch(root + path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', credentials: 'same-origin',
    });
  } catch {
    throw new Problem('unreachable', 0);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new Problem(
    answer?.code ?? 'internal_error', response.status, answer?.errors ?? {}, Number(response.headers.get('retry-after') ?? 0));
}
