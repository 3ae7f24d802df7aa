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

const bob = { access_token: 'of-bob', refresh_token: 'refresh-of-bob', session_id: '01990a7d-0b1c-7e2d-8c3e-000000000b0b' };
const ada = { access_token: 'of-ada', refresh_token: 'refresh-of-ada' };

const refused = () => json(401, { code: 'invalid_token', detail: 'No.', title: 'No', status: 401 });
const service = 'https://orders.example.com';

/** A client that Ada has signed in with, and a second one that shares its store, as another tab does. */
async function twoTabs(routes) {
  const sent = [];
  const store = memoryStore();
  const options = {
    baseUrl: 'https://auth.example.com',
    resourceOrigins: [service],
    store,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? null;
      sent.push(token === null ? pathname : `${pathname} ${token}`);
      return routes[pathname](token, request);
    },
  };
  const [auth, other] = [createClient(options), createClient(options)];
  const signIn = (client, members) => {
    routes['/api/v1/auth/login'] = () => pair(members);
    return client.signIn(credentials);
  };
  const expire = () => store.set('session', JSON.stringify({ ...JSON.parse(store.get('session')), accessExpiresAt: 0, refreshFrom: 0 }));
  await signIn(auth, ada);
  return { auth, other, sent, signIn, expire, held: () => JSON.parse(store.get('session')) };
}

const signedOut = { name: 'SessionEndedError', reason: 'signed_out' };

for (const tab of ['auth', 'other']) {
  test(`a call that one user has begun is not repeated with the token of the next one: ${tab}`, async () => {
    const tabs = await twoTabs({
      '/api/v1/users/me': async () => {
        await tabs.signIn(tabs[tab], bob);
        return refused();
      },
      '/orders': async () => {
        await tabs.signIn(tabs[tab], bob);
        return new Response(null, { status: 401 });
      },
    });
    await assert.rejects(tabs.auth.api.getMe(), signedOut);
    await tabs.signIn(tabs.auth, ada);
    await assert.rejects(tabs.auth.fetch(`${service}/orders`, { method: 'POST', body: '{}' }), signedOut);

    assert.deepEqual(tabs.sent.filter(call => call.includes(' ')), ['/api/v1/users/me of-ada', '/orders of-ada']);
    assert.equal(tabs.held().accessToken, 'of-bob');
  });

  test(`a call that waits for a refresh is not sent with the token of the next user: ${tab}`, async () => {
    const tabs = await twoTabs({
      '/api/v1/auth/refresh': async () => {
        const done = tabs.signIn(tabs[tab], bob);

        // In the tab that refreshes, the sign-in waits until the refresh has come to nothing.
        await (tab === 'other' ? done : new Promise(setImmediate));
        return pair({ ...ada, access_token: 'of-ada-2' });
      },
      '/api/v1/users/me': () => json(200, {}),
    });
    tabs.expire();

    await assert.rejects(tabs.auth.api.getMe(), signedOut);

    assert.deepEqual(tabs.sent.filter(call => call.includes(' ')), []);
  });
}

test('a call of the next user does not wait for the refresh of the one before', async () => {
  let release;
  const held = new Promise(done => { release = done; });
  const tabs = await twoTabs({
    '/api/v1/auth/refresh': async (_, request) => {
      const { refresh_token } = await request.json();
      if (refresh_token === 'refresh-of-bob') return pair({ ...bob, access_token: 'of-bob-2' });
      await held;
      return pair({ ...ada, access_token: 'of-ada-2' });
    },
    '/api/v1/users/me': () => json(200, {}),
  });
  tabs.expire();
  const adas = assert.rejects(tabs.auth.api.getMe(), signedOut);
  await tabs.signIn(tabs.other, bob);
  tabs.expire();

  const bobs = tabs.auth.api.getMe();
  release();

  await adas;
  await bobs;
  assert.deepEqual(tabs.sent.filter(call => call.includes(' ')), ['/api/v1/users/me of-bob-2']);
});

test('a call whose refresh waits until somebody else has signed in is not sent', async () => {
  const store = memoryStore();
  let release;
  const held = new Promise(done => { release = done; });
  const answers = [pair(ada), pair(bob), json(200, {})];
  const { auth, requests } = scripted(answers, { store: { get: store.get, set: async (...entry) => store.set(...entry) } });
  await auth.signIn(credentials);
  store.set('session', JSON.stringify({ ...JSON.parse(store.get('session')), accessExpiresAt: 0, refreshFrom: 0 }));
  const { set } = store;
  store.set = async (...entry) => {
    await held;
    set(...entry);
  };
  const signIn = auth.signIn(credentials);
  await new Promise(setImmediate);

  const call = assert.rejects(auth.api.getMe(), signedOut);
  await new Promise(setImmediate);
  release();

  await call;
  await signIn;
  assert.equal(requests.length, 2);
});

test('the fresh token of one user does not get into the session of the next one', async () => {
  const tabs = await twoTabs({
    '/api/v1/auth/reauthenticate': async () => {
      await tabs.signIn(tabs.other, bob);
      return json(200, { access_token: 'fresh-of-ada', token_type: 'Bearer', expires_in: 900 });
    },
  });

  await assert.rejects(tabs.auth.reauthenticate(credentials), signedOut);

  assert.equal(tabs.held().accessToken, 'of-bob');
});

test('a fresh token is used in its own session', async () => {
  const tabs = await twoTabs({
    '/api/v1/auth/reauthenticate': () => json(200, { access_token: 'fresh-of-ada', token_type: 'Bearer', expires_in: 900 }),
  });

  await tabs.auth.reauthenticate(credentials);

  assert.equal(tabs.held().accessToken, 'fresh-of-ada');
});

test('no address of a single call gets the token', async () => {
  const { auth, requests } = scripted([pair(), json(200, {})], { resourceOrigins: [service] });
  await auth.signIn(credentials);

  await assert.rejects(auth.http.GET('/api/v1/users/me', { baseUrl: 'https://elsewhere.example.com' }), TypeError);
  await assert.rejects(auth.http.request('get', '.elsewhere.example.com/'), TypeError);
  await assert.rejects(auth.fetch('https://elsewhere.example.com'), TypeError);
  assert.equal(requests.length, 1);
  await auth.http.GET('/api/v1/users/me', { baseUrl: service });
  assert.equal(requests[1].headers.get('authorization'), 'Bearer access');
});

test('no redirect leads the token anywhere', async () => {
  const ok = () => new Response();
  const { auth, requests } = scripted([pair(), ok(), ok(), ok(), ok()]);
  await auth.signIn(credentials);

  await auth.fetch('https://auth.example.com/orders');
  await auth.fetch('https://auth.example.com/orders', { redirect: 'follow' });
  await auth.fetch(new Request('https://auth.example.com/orders', { redirect: 'follow' }));
  await auth.fetch('https://auth.example.com/orders', { redirect: 'manual' });

  assert.deepEqual(requests.slice(1).map(request => request.redirect), ['error', 'error', 'error', 'manual']);
});

test('an address that is not protected is refused, apart from loopback and where it is wanted', () => {
  const baseUrl = 'https://auth.example.com';
  for (const address of ['http://auth.example.com', 'http://localhost.example.com', 'http://10.0.0.1', 'ftp://localhost', 'data:,']) {
    assert.throws(() => createClient({ baseUrl: address }), /not protected/);
    assert.throws(() => createClient({ baseUrl, resourceOrigins: [address] }), /not protected/);
  }
  for (const address of ['http://localhost:5080', 'http://127.0.0.1:5080', 'http://[::1]:5080', 'https://10.0.0.1']) {
    createClient({ baseUrl: address, resourceOrigins: [address] });
  }
  createClient({ baseUrl: 'http://auth', resourceOrigins: ['http://orders'], allowHttp: true });
  assert.throws(() => createClient({ baseUrl: 'ftp://auth', allowHttp: true }), /not protected/);
});

test('the origin of the page is allowed, however the page came', context => {
  globalThis.location = { origin: 'http://intranet' };
  context.after(() => { delete globalThis.location; });

  createClient();
  createClient({ baseUrl: 'http://intranet' });
  assert.throws(() => createClient({ resourceOrigins: ['http://intranet:8080'] }), /not protected/);
});

/** A server whose tokens are numbered, and services that refuse some of them. */
async function withServices(accepts) {
  let issued = 0;
  const refreshes = () => issued - 1;
  const next = () => pair({ access_token: String(++issued) });
  const auth = createClient({
    baseUrl: 'https://auth.example.com',
    resourceOrigins: [service, 'https://bills.example.com'],
    async fetch(request) {
      const { origin, pathname } = new URL(request.url);
      if (/login|refresh/.test(pathname)) return next();
      const token = request.headers.get('authorization').replace('Bearer ', '');
      if (await accepts(origin, token, pathname)) return json(200, {});
      return origin === service ? new Response('the answer of the service', { status: 401 }) : refused();
    },
  });
  await auth.signIn(credentials);
  return { auth, refreshes };
}

test('a service that refuses every token costs one refresh in ten seconds', async context => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const { auth, refreshes } = await withServices(origin => origin !== service);

  for (let i = 0; i < 5; i++) {
    const answer = await auth.fetch(service);
    assert.deepEqual([answer.status, await answer.text()], [401, 'the answer of the service']);
  }
  await Promise.all(Array.from({ length: 50 }, () => auth.fetch(service)));
  assert.equal(refreshes(), 1);
  assert.equal((await auth.fetch('https://auth.example.com/orders')).status, 200);

  context.mock.timers.tick(10_000);
  await Promise.all(Array.from({ length: 50 }, () => auth.fetch(service)));
  await auth.fetch(service);
  assert.equal(refreshes(), 2);
});

test('a call that begins with a new token while its refusal is on the way costs no other refresh', async () => {
  let arrive, release;
  const arrival = new Promise(done => { arrive = done; });
  const held = new Promise(done => { release = done; });
  const { auth, refreshes } = await withServices((_, token, pathname) => {
    if (token !== '2' || pathname !== '/slow') return false;
    arrive();
    return held;
  });
  const slow = auth.fetch(`${service}/slow`);
  await arrival;

  assert.equal((await auth.fetch(service)).status, 401);

  release(false);
  assert.equal((await slow).status, 401);
  assert.equal(refreshes(), 1);
});

test('services that refuse every token do not take turns with refreshes', async () => {
  const { auth, refreshes } = await withServices(() => false);

  for (let i = 0; i < 5; i++) {
    await assert.rejects(auth.api.getMe(), { code: 'invalid_token', status: 401 });
    await auth.fetch(service);
    await auth.fetch('https://bills.example.com');
  }

  assert.equal(refreshes(), 3);
});

test('a service that accepts the new token may refuse that one later', async context => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  let minimum = 2;
  const { auth, refreshes } = await withServices((_, token) => token >= minimum);
  assert.equal((await auth.fetch(service)).status, 200);

  minimum = 3;
  context.mock.timers.tick(10_000);
  assert.equal((await auth.fetch(service)).status, 200);
  assert.equal(refreshes(), 2);
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

const cookies = (members = {}) => json(200, {
  token_type: 'Cookie', expires_in: 900, refresh_expires_in: 604800, session_id: '01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e',
  two_fa_required: false, ...members,
});

test('with cookies, a page asks for them, sends them with the header, and shows no token', async () => {
  const { auth, requests } = scripted(
    [cookies(), json(200, { email: 'ada@example.com' }), json(401, { code: 'invalid_token', status: 401 }), cookies(),
      json(200, { email: 'ada@example.com' }), json(200, { token_type: 'Cookie', expires_in: 900 }),
      new Response(null, { status: 204 })],
    { transport: 'cookie' });

  assert.equal((await auth.signIn(credentials)).status, 'signed_in');
  assert.equal((await auth.api.getMe()).email, 'ada@example.com');
  assert.equal((await auth.api.getMe()).email, 'ada@example.com');
  await auth.reauthenticate({ password: credentials.password });
  await assert.rejects(auth.accessToken(), TypeError);
  await auth.signOut();

  assert.equal(await auth.session(), null);
  assert.deepEqual(requests.map(request => new URL(request.url).pathname.split('/').at(-1)),
    ['login', 'me', 'me', 'refresh', 'me', 'reauthenticate', 'logout']);
  for (const request of requests) {
    assert.equal(request.credentials, 'include');
    assert.equal(request.headers.get('X-SecureAuth-CSRF'), '1');
    assert.equal(request.headers.get('Authorization'), null);
    assert.equal(request.redirect, 'error');
  }
  const bodies = await Promise.all(requests.filter(request => request.method === 'POST').map(request => request.json()));
  assert.deepEqual(bodies.map(body => body.transport), ['cookie', 'cookie', 'cookie', 'cookie']);
  assert.deepEqual(bodies[1], { transport: 'cookie' });
});

test('with cookies, a setup token is sent in the header', async () => {
  const { auth, requests } = scripted(
    [json(200, { two_fa_setup_required: true, setup_token: 'sasu_1', expires_in: 600 }), cookies({ recovery_codes: ['a'] })],
    { transport: 'cookie' });

  const step = await auth.signIn(credentials);
  assert.deepEqual((await step.verifyTotp('492039')).recoveryCodes, ['a']);

  assert.equal(requests[1].headers.get('Authorization'), 'Bearer sasu_1');
  assert.deepEqual(await requests[1].json(), { code: '492039', transport: 'cookie' });
});

test('with cookies, a sign-out that fails leaves the session', async () => {
  const { auth } = scripted([cookies()], { transport: 'cookie', maxRetries: 0 });
  await auth.signIn(credentials);

  await assert.rejects(auth.signOut(), ConnectionError);

  assert.notEqual(await auth.session(), null);
});

test('with cookies, other services are refused', () =>
  assert.throws(() => createClient({
    baseUrl: 'https://auth.example.com', transport: 'cookie', resourceOrigins: ['https://orders.example.com'],
  }), TypeError));

test('without cookies, none are sent', async () => {
  const { auth, requests } = scripted([pair(), json(200, { email: 'ada@example.com' })]);
  await auth.signIn(credentials);
  await auth.api.getMe();

  for (const request of requests) {
    assert.equal(request.credentials, 'omit');
    assert.equal(request.headers.get('X-SecureAuth-CSRF'), null);
  }
});
