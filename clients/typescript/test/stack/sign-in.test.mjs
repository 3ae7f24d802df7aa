import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { ProblemError, SecondFactorStep, SessionEndedError, SetUpStep, createClient } from '../../dist/index.js';
import { api, authenticator, gateway, limitedApi, openStore, register, requiringApi, signedIn } from './support.mjs';

test('a user signs in, reads the account and signs out', async () => {
  const { auth, store, user } = await signedIn({ deviceName: 'Test device' });
  const token = await auth.accessToken();
  const session = await auth.session();

  const me = await auth.api.getMe();
  assert.equal(me.email, user.email);
  const { sessions } = await auth.api.listSessions();
  assert.deepEqual(sessions.map(s => [s.id, s.current, s.device_name]), [[session.sessionId, true, 'Test device']]);
  assert.ok(session.expiresAt > new Date());

  await auth.signOut();

  assert.equal(await auth.session(), null);
  assert.equal(store.values.session, null);
  await assert.rejects(auth.api.getMe(), new SessionEndedError('signed_out'));
  const answer = await fetch(`${api}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 401);
});

test('a sign-out everywhere ends the other sessions too', async () => {
  const { auth, user } = await signedIn();
  const other = createClient({ baseUrl: api });
  await other.signIn(user);

  await auth.signOut({ everywhere: true });

  await assert.rejects(other.api.getMe(), { name: 'SessionEndedError', reason: 'invalid_refresh_token' });
});

test('an error has its code, its fields and the id of the request', async () => {
  const auth = createClient({ baseUrl: api });

  await assert.rejects(auth.signIn({ email: 'nobody@users.test', password: 'not the password' }), error => {
    assert.ok(error instanceof ProblemError);
    assert.deepEqual([error.code, error.status], ['invalid_credentials', 401]);
    assert.match(error.requestId, /^[\w.-]{8,64}$/);
    return true;
  });
  await assert.rejects(auth.api.register({ body: { email: 'not an address', password: 'short' }, requestId: 'my-request-1' }), {
    code: 'invalid_request', requestId: 'my-request-1', fields: { email: ['invalid_email'] },
  });
});

test('a second factor completes the sign-in, by an app or by a recovery code', async () => {
  const { auth, user } = await signedIn();
  const app = authenticator((await auth.api.setUpTotp()).secret);
  await stepBegins();
  const { recovery_codes } = await auth.api.verifyTotp({ body: { code: app.earlier() } });
  await auth.signOut();

  const step = await auth.signIn(user);
  assert.ok(step instanceof SecondFactorStep);
  assert.deepEqual(step.methods, ['totp', 'recovery_code']);
  await assert.rejects(step.withCode(app.wrong()), { code: 'invalid_code' });
  assert.equal(await auth.session(), null);
  assert.equal((await step.withCode(app.now())).status, 'signed_in');
  assert.equal((await auth.api.getMe()).totp_enabled, true);
  await auth.signOut();

  await (await auth.signIn(user)).withCode(recovery_codes[0]);
  assert.equal((await auth.api.getMe()).email, user.email);
  await auth.reauthenticate({ code: recovery_codes[1] });
  assert.equal((await auth.api.renewRecoveryCodes()).recovery_codes.length, 10);
});

test('a user who must have a second factor sets it up and is signed in', async () => {
  const user = await register(requiringApi);
  const auth = createClient({ baseUrl: requiringApi });
  const step = await auth.signIn(user);
  assert.ok(step instanceof SetUpStep);
  await assert.rejects(auth.api.getMe(), { name: 'SessionEndedError' });

  const app = authenticator((await step.setUpTotp()).secret);
  const done = await step.verifyTotp(app.now());

  assert.equal(done.status, 'signed_in');
  assert.equal(done.recoveryCodes.length, 10);
  assert.equal((await auth.api.getMe()).totp_enabled, true);
});

test('the device stays known after the sign-out', async () => {
  const door = await gateway();
  const { auth, store, user } = await signedIn({ url: door.url });
  const device = store.values.device;
  assert.match(device, /^sadt_/);

  await auth.signOut();
  await auth.signIn(user);

  assert.equal(JSON.parse(door.requests.at(-1).body).device_token, device);
  assert.equal(store.values.device, device);
  door.close();
});

test('the password proves again that it is the user', async () => {
  const { auth, user } = await signedIn();
  const before = await auth.accessToken();
  await assert.rejects(auth.reauthenticate({ password: 'not the password' }), { code: 'invalid_credentials' });

  await auth.reauthenticate(user);

  assert.notEqual(await auth.accessToken(), before);
  assert.equal((await auth.api.getMe()).email, user.email);
});

test('a wait that the server asks for is kept to, if it is short', async () => {
  const user = await register(limitedApi);
  const patient = createClient({ baseUrl: limitedApi });
  await patient.signIn(user);

  assert.equal((await patient.signIn(user)).status, 'signed_in');
  const hasty = createClient({ baseUrl: limitedApi, maxRetryDelay: 0 });
  await assert.rejects(hasty.signIn(user), error => error.code === 'rate_limited' && error.retryAfter >= 1);
});

test('no token is in an address, an error, a log or the text of an object', async () => {
  const door = await gateway();
  const log = [];
  const { auth, store, user } = await signedIn({ url: door.url, onAnswer: answer => log.push(answer) });
  await auth.api.getMe();
  const step = await auth.api.setUpTotp();
  const error = await auth.api.endSession({ path: { id: '01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e' } }).catch(thrown => thrown);
  store.change({ refreshToken: 'sart_forged', refreshFrom: 0 });
  const end = await auth.api.getMe().catch(thrown => thrown);

  const seen = inspect({ auth, error, end, log }, { depth: 20, showHidden: true }) + JSON.stringify({ auth, error, end, log })
    + door.requests.map(request => request.url).join();
  assert.match(seen, /not_found/);
  assert.match(seen, /\/api\/v1\/users\/me/);
  assert.doesNotMatch(seen, /sart_|sadt_|eyJ|Bearer/);
  assert.ok(!seen.includes(user.password) && !seen.includes(step.secret));
  door.close();
});

/** A code of the step before works until the step ends. */
async function stepBegins() {
  const left = 30_000 - Date.now() % 30_000;
  if (left < 5_000) await new Promise(done => setTimeout(done, left + 100));
}
