import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionError, createClient } from '../../dist/index.js';
import { api, gateway, openStore, problem, signedIn } from './support.mjs';

const refresh = '/auth/refresh';
const me = '/users/me';

/** Fifty calls at once. */
const fifty = call => Promise.all(Array.from({ length: 50 }, call));

test('fifty callers with an expired token share one refresh', async () => {
  const door = await gateway();
  const { auth, store, user } = await signedIn({ url: door.url });
  const before = store.session;
  store.expire();

  const answers = await fifty(() => auth.api.getMe());

  assert.ok(answers.every(answer => answer.email === user.email));
  assert.equal(door.count(refresh), 1);
  assert.notEqual(store.session.refreshToken, before.refreshToken);
  assert.equal(store.session.sessionId, before.sessionId);
  door.close();
});

test('fifty callers whose token is refused share one refresh, and each repeats its call once', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  store.spoil();

  await fifty(() => auth.api.getMe());

  assert.equal(door.count(refresh), 1);
  assert.equal(door.requests.filter(request => request.headers.authorization === 'Bearer spoilt').length, 50);
  door.close();
});

test('a token is replaced before it expires', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  await auth.api.getMe();
  assert.equal(door.count(refresh), 0);
  store.change({ refreshFrom: Date.now() });

  await auth.api.getMe();

  assert.equal(door.count(refresh), 1);
  assert.ok(store.session.refreshFrom > Date.now());
  door.close();
});

for (const fault of ['lose', 'cut', 'refuse']) {
  test(`a refresh whose answer does not arrive is repeated and gives the same session: ${fault}`, async () => {
    const door = await gateway();
    const { auth, store, user } = await signedIn({ url: door.url });
    const { sessionId } = store.session;
    store.expire();
    door[fault](refresh);
    door[fault](refresh);

    const answers = await fifty(() => auth.api.getMe());

    assert.ok(answers.every(answer => answer.email === user.email));
    assert.equal(door.count(refresh), 3);
    store.expire();
    await auth.api.getMe();
    assert.equal(store.session.sessionId, sessionId);
    door.close();
  });
}

test('a refresh that the server puts off is repeated', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  store.expire();
  door.answer(refresh, 503, { 'Content-Type': 'application/problem+json', 'Retry-After': '1' }, problem('service_unavailable', 503));

  await auth.api.getMe();

  assert.equal(door.count(refresh), 2);
  door.close();
});

test('a wait that is too long is the caller\'s, and the session goes on', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  store.expire();
  door.answer(refresh, 429, { 'Content-Type': 'application/problem+json', 'Retry-After': '60' }, problem('rate_limited', 429));

  await assert.rejects(auth.api.getMe(), { code: 'rate_limited', retryAfter: 60 });

  assert.equal(door.count(refresh), 1);
  await auth.api.getMe();
  door.close();
});

test('while no refresh is possible, a token that has not expired is used', async () => {
  const door = await gateway();
  const { auth, store, user } = await signedIn({ url: door.url });
  store.change({ refreshFrom: 0 });
  door.answer(refresh, 503, { 'Retry-After': '60' });

  assert.equal((await auth.api.getMe()).email, user.email);
  door.close();
});

test('without a server, the callers are told and the session is kept', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  const { refreshToken } = store.session;
  store.expire();
  door.close();

  const started = Date.now();
  await assert.rejects(auth.api.getMe(), ConnectionError);

  assert.ok(Date.now() - started < 9_000, 'within the grace period');
  assert.equal(store.session.refreshToken, refreshToken);
});

test('a caller that gives up does not end the refresh of the others', async () => {
  const door = await gateway();
  const { auth, store, user } = await signedIn({ url: door.url });
  store.expire();
  const held = door.hold(refresh);
  const impatient = new AbortController();
  const first = auth.api.getMe({ signal: impatient.signal });
  const second = auth.api.getMe();
  await held.arrival;

  impatient.abort();

  await assert.rejects(first, { name: 'AbortError' });
  held.release();
  assert.equal((await second).email, user.email);
  assert.equal(door.count(refresh), 1);
  door.close();
});

test('a sign-out during a refresh wins', async () => {
  const door = await gateway();
  const { auth, store } = await signedIn({ url: door.url });
  store.expire();
  const held = door.hold(refresh);
  const call = auth.api.getMe();
  const rejected = assert.rejects(call, { name: 'SessionEndedError', reason: 'signed_out' });
  await held.arrival;

  await auth.signOut();
  held.release();

  await rejected;
  assert.equal(store.values.session, null);
  assert.equal(door.requests.filter(request => request.url.endsWith('/auth/logout')).length, 1);
  door.close();
});

test('a token that was used twice ends the session, and the application is told once', async () => {
  const ends = [];
  const { auth, store } = await signedIn({ onSessionEnd: reason => ends.push(reason) });
  const first = store.session;
  for (let i = 0; i < 2; i++) {
    store.expire();
    await auth.api.getMe();
  }
  store.change({ ...first, refreshFrom: 0 });

  const results = await Promise.allSettled(Array.from({ length: 50 }, () => auth.api.getMe()));

  assert.ok(results.every(result => result.reason?.name === 'SessionEndedError'));
  assert.deepEqual(ends, ['refresh_token_reused']);
  assert.equal(store.values.session, null);
});

test('two processes that share a store refresh at once, and both go on', async () => {
  const door = await gateway();
  const { auth, store, user } = await signedIn({ url: door.url });
  const other = createClient({ baseUrl: door.url, store });
  store.expire();

  const [mine, theirs] = await Promise.all([auth.api.getMe(), other.api.getMe()]);

  assert.deepEqual([mine.email, theirs.email], [user.email, user.email]);
  store.expire();
  assert.equal((await other.api.getMe()).email, user.email);
  assert.equal((await auth.api.getMe()).email, user.email);
  door.close();
});

test('a session survives the end of the process that its store outlives', async () => {
  const { store, user } = await signedIn();

  assert.equal((await createClient({ baseUrl: api, store }).api.getMe()).email, user.email);
});

test('a call whose connection is killed is repeated if that is harmless', async () => {
  const door = await gateway();
  const { auth, user } = await signedIn({ url: door.url });
  door.lose(me);
  assert.equal((await auth.api.getMe()).email, user.email);

  door.lose(me);
  await assert.rejects(auth.api.updateMe({ body: { display_name: 'Ada' } }), ConnectionError);
  assert.equal(door.requests.filter(request => request.method === 'PATCH').length, 1);
  door.close();
});

test('the token goes to the origins that may have it, and nowhere else', async () => {
  const door = await gateway();
  const stranger = await gateway();
  const { auth, store } = await signedIn({ resourceOrigins: [door.url] });
  store.spoil();

  const answer = await auth.fetch(`${door.url}/api/v1/users/me`);

  assert.equal(answer.status, 200);
  assert.equal(door.count(me), 2);
  await assert.rejects(auth.fetch(`${stranger.url}/api/v1/users/me`), TypeError);
  assert.equal(stranger.requests.length, 0);
  door.close();
  stranger.close();
});

test('what the client keeps is readable by nothing but its store', () => {
  assert.deepEqual(Object.keys(createClient({ baseUrl: api, store: openStore() })).sort(), ['api', 'http']);
});
