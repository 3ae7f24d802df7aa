// What needs no server: a function stands in for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConnectionError, ProblemError, UnexpectedAnswerError, createClient, memoryStore, memoryStoreWithDevice, webStorageStore,
} from '../dist/index.js';

const json = (status, body, headers = {}) => new Response(JSON.stringify(body), {
  status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
});

const pair = (members = {}) => json(200, {
  access_token: 'access', token_type: 'Bearer', expires_in: 900, refresh_token: 'refresh', refresh_expires_in: 604800,
  session_id: '01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e', two_fa_required: false, device_token: 'device', ...members,
});

const busy = (code, status, seconds) => json(status, { code, detail: code, title: code, status }, { 'Retry-After': seconds });

const credentials = { email: 'ada@example.com', password: 'violet anvil tuesday 7' };

/** A client whose server gives these answers, one after the other. */
function scripted(answers, options = {}) {
  const requests = [];
  const auth = createClient({
    baseUrl: 'https://auth.example.com',
    async fetch(request) {
      requests.push(request);
      const answer = answers[requests.length - 1];
      if (answer === undefined) throw new TypeError('fetch failed');
      return typeof answer === 'function' ? answer(request) : answer;
    },
    ...options,
  });
  return { auth, requests };
}

test('a call that the server is too busy for is repeated, whatever it is', async () => {
  const { auth, requests } = scripted([busy('server_busy', 503, '0'), busy('rate_limited', 429, '0'), pair()]);

  assert.equal((await auth.signIn(credentials)).status, 'signed_in');
  assert.equal(requests.length, 3);
});

test('the number of repeats is bounded', async () => {
  const { auth, requests } = scripted(Array.from({ length: 9 }, () => busy('server_busy', 503, '0')));

  await assert.rejects(auth.signIn(credentials), { code: 'server_busy', retryAfter: 0 });
  assert.equal(requests.length, 3);
});

test('a call that may have been executed is not repeated unless it only reads', async () => {
  const posted = scripted([busy('service_unavailable', 503, '0')]);
  await assert.rejects(posted.auth.signIn(credentials), { code: 'service_unavailable' });
  assert.equal(posted.requests.length, 1);

  const read = scripted([pair(), busy('service_unavailable', 503, '0'), json(200, { email: 'ada@example.com' })]);
  await read.auth.signIn(credentials);
  assert.equal((await read.auth.api.getMe()).email, 'ada@example.com');
});

test('a locked account is an error at once, with the time to wait', async () => {
  const { auth, requests } = scripted([busy('account_locked', 423, '1')]);

  await assert.rejects(auth.signIn(credentials), { code: 'account_locked', status: 423, retryAfter: 1 });
  assert.equal(requests.length, 1);
});

test('a wait ends when its caller gives up', async () => {
  const { auth, requests } = scripted([busy('rate_limited', 429, '5'), pair()]);
  const call = auth.signIn(credentials, { signal: AbortSignal.timeout(20) });

  await assert.rejects(call, { name: 'TimeoutError' });
  assert.equal(requests.length, 1);
});

test('a Retry-After may be a date', async () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  const { auth } = scripted([busy('rate_limited', 429, date)]);

  await assert.rejects(auth.signIn(credentials), error => error.retryAfter >= 88 && error.retryAfter <= 91);
});

test('a page of a proxy is no answer of the API', async () => {
  const { auth } = scripted([new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'X-Request-Id': 'of-the-proxy' } })]);

  await assert.rejects(auth.signIn(credentials), error => {
    assert.ok(error instanceof UnexpectedAnswerError);
    assert.deepEqual([error.status, error.requestId], [502, 'of-the-proxy']);
    return true;
  });
});

test('a problem without a code is no answer of the API either', async () => {
  const { auth } = scripted([json(400, { title: 'Bad request' })]);

  await assert.rejects(auth.signIn(credentials), UnexpectedAnswerError);
});

test('no answer is an error with its cause', async () => {
  const { auth } = scripted([]);

  await assert.rejects(auth.signIn(credentials), error => error instanceof ConnectionError && error.cause instanceof TypeError);
});

test('an answer that takes too long is none', async () => {
  const hang = request => new Promise((_, fail) => request.signal.addEventListener('abort', () => fail(request.signal.reason)));
  const { auth } = scripted([hang], { timeout: 20 });

  await assert.rejects(
    auth.signIn(credentials), error => error instanceof ConnectionError && error.cause.name === 'TimeoutError');
});

test('a code that this version does not know is passed on', async () => {
  const { auth } = scripted([json(400, { code: 'of_a_later_version', detail: 'Later.' })]);

  await assert.rejects(auth.signIn(credentials), error => error instanceof ProblemError && error.code === 'of_a_later_version');
});

test('a token that lives shorter than the margin is not replaced at each call', async () => {
  const { auth, requests } = scripted([pair({ expires_in: 10 }), json(200, {}), json(200, {})]);
  await auth.signIn(credentials);

  await auth.api.getMe();
  await auth.api.getMe();

  assert.deepEqual(requests.map(request => new URL(request.url).pathname), [
    '/api/v1/auth/login', '/api/v1/users/me', '/api/v1/users/me']);
});

test('a request carries nothing that identifies the user but its token, and follows no redirect', async () => {
  const { auth, requests } = scripted([pair(), json(200, {})]);
  await auth.signIn(credentials);
  await auth.api.getMe();

  for (const request of requests) {
    assert.deepEqual([request.credentials, request.redirect], ['omit', 'error']);
    assert.doesNotMatch(request.url, /access|refresh|device|violet/);
  }
  assert.equal(requests[0].headers.get('authorization'), null);
  assert.equal(requests[1].headers.get('authorization'), 'Bearer access');
});

test('an operation without a token sends none, even while somebody is signed in', async () => {
  const { auth, requests } = scripted([pair(), new Response(null, { status: 202 })]);
  await auth.signIn(credentials);

  assert.equal(await auth.api.forgotPassword({ body: { email: credentials.email } }), undefined);
  assert.equal(requests[1].headers.get('authorization'), null);
});

test('an operation whose answer is tokens is not offered as it is', () => {
  const { auth } = scripted([]);

  assert.ok(Object.isFrozen(auth.api));
  assert.deepEqual(
    ['login', 'loginSecondFactor', 'loginWithPasskey', 'refresh', 'reauthenticate', 'logout'].filter(id => id in auth.api), []);
});

test('parameters are part of the path and of the query', async () => {
  const { auth, requests } = scripted([pair(), json(200, { events: [] }), new Response(null, { status: 204 })]);
  await auth.signIn(credentials);
  await auth.api.listActivity({ query: { limit: 5 } });
  await auth.api.endSession({ path: { id: 'a/b' } });

  assert.equal(requests[1].url, 'https://auth.example.com/api/v1/users/me/activity?limit=5');
  assert.equal(requests[2].url, 'https://auth.example.com/api/v1/users/me/sessions/a%2Fb');
});

test('each answer is told, with its id', async () => {
  const answers = [];
  const { auth } = scripted([pair(), json(200, {}, { 'X-Request-Id': 'request-7' })], { onAnswer: a => answers.push(a) });
  await auth.signIn(credentials);
  await auth.api.getMe();

  const { milliseconds, ...told } = answers[1];
  assert.ok(milliseconds >= 0);
  assert.deepEqual(told, { method: 'GET', path: '/api/v1/users/me', status: 200, requestId: 'request-7' });
});

test('a sign-out that the server does not hear of is one here all the same, and an error', async () => {
  const { auth } = scripted([pair()]);
  await auth.signIn(credentials);

  await assert.rejects(auth.signOut(), ConnectionError);
  assert.equal(await auth.session(), null);
});

test('text that is no session is none', async () => {
  const store = memoryStore();
  store.set('session', '{');
  const { auth } = scripted([], { store });

  assert.equal(await auth.session(), null);
});

test('a store in a storage names its entries and its lock', () => {
  const storage = fakeStorage();
  const store = webStorageStore(storage, 'shop');
  store.set('session', '{}');
  store.set('device', 'device');
  store.set('session', null);

  assert.deepEqual(storage.values, { 'shop.device': 'device' });
  assert.deepEqual([store.get('session'), store.get('device'), store.lockName], [null, 'device', 'shop.session']);
});

test('a store in memory leaves the device alone in the storage', () => {
  const storage = fakeStorage();
  const store = memoryStoreWithDevice(storage);
  store.set('session', '{}');
  store.set('device', 'device');

  assert.deepEqual(storage.values, { 'secureauth.device': 'device' });
  assert.equal(store.get('session'), '{}');
});

test('without a page, the address of the server is needed', () => assert.throws(() => createClient(), /baseUrl/));

function fakeStorage() {
  const values = {};
  return {
    values,
    getItem: key => values[key] ?? null,
    setItem: (key, value) => { values[key] = value; },
    removeItem: key => { delete values[key]; },
  };
}
