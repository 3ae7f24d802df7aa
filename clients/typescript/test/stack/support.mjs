// The running servers that the tests use. An integration test of the API starts them.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createClient } from '../../dist/index.js';

const variable = name => process.env[name] ?? fail(`${name} is missing. TypeScriptClientTests starts these tests.`);

/** An API with so many permits that nothing is limited. */
export const api = variable('SECUREAUTH_URL');

/** One that requires a second factor. */
export const requiringApi = variable('SECUREAUTH_REQUIRING_URL');

/** One that allows a sign-in every second. */
export const limitedApi = variable('SECUREAUTH_LIMITED_URL');

function fail(message) {
  throw new Error(message);
}

export async function register(url = api) {
  const user = { email: `${randomBytes(9).toString('hex')}@users.test`, password: randomText() };
  await createClient({ baseUrl: url }).api.register({ body: user });
  return user;
}

/** Without an "e" or a digit that is read as one, it contains no word of the address. */
function randomText() {
  const letters = 'abcdfghijkmnpqrstuvwxyz2456789';
  return [...randomBytes(16)].map(byte => letters[byte % letters.length]).join('');
}

/** A client that is signed in, and what it keeps. */
export async function signedIn({ url = api, ...options } = {}) {
  const user = await register(api);
  const store = openStore();
  const auth = createClient({ baseUrl: url, store, ...options });
  await auth.signIn(user);
  return { auth, store, user };
}

/** A store that a test looks into. */
export function openStore() {
  const values = {};
  return {
    values,
    get: entry => values[entry] ?? null,
    set: (entry, value) => { values[entry] = value; },
    get session() { return JSON.parse(values.session ?? 'null'); },
    change(members) { values.session = JSON.stringify({ ...this.session, ...members }); },

    /** The access token has expired without the server being asked. */
    expire() { this.change({ accessExpiresAt: 0, refreshFrom: 0 }); },

    /** The server refuses the access token, as after a change of its keys. */
    spoil() { this.change({ accessToken: 'spoilt' }); },
  };
}

/** An authenticator app. A code works once, so the second one comes from another step than the first. */
export function authenticator(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map(letter => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(octet => parseInt(octet, 2)));
  const codeOf = step => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', key).update(counter).digest();
    return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  };
  const step = () => Math.floor(Date.now() / 30_000);
  return { now: () => codeOf(step()), earlier: () => codeOf(step() - 1), wrong: () => codeOf(step() + 1000) };
}

/**
 * Stands between the client and the API, counts the requests, and loses or replaces an answer where a test says so.
 * A rule is used once: `lose` (the API executes the request, and the connection breaks), `cut` (the answer breaks off),
 * `refuse` (the API never sees the request), `hold` (until it is released), or an answer of its own.
 */
export async function gateway(target = api) {
  const requests = [];
  const rules = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    requests.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body: body.toString() });
    const index = rules.findIndex(rule => incoming.url.endsWith(rule.path));
    const rule = index < 0 ? {} : rules.splice(index, 1)[0];
    if (rule.kind === 'refuse') return incoming.socket.destroy();
    if (rule.kind === 'answer') return outgoing.writeHead(rule.status, rule.headers).end(rule.body);
    const { host, connection, ...headers } = incoming.headers;
    const answer = await fetch(target + incoming.url, {
      method: incoming.method, headers, redirect: 'manual', ...body.length > 0 && { body },
    });
    const text = Buffer.from(await answer.arrayBuffer());
    if (rule.kind === 'lose') return incoming.socket.destroy();
    if (rule.kind === 'hold') {
      rule.arrived();
      await rule.released;
    }
    const kept = [...answer.headers].filter(([name]) => !['transfer-encoding', 'content-length', 'content-encoding', 'connection'].includes(name));
    outgoing.writeHead(answer.status, { ...Object.fromEntries(kept), 'Content-Length': text.length });
    if (rule.kind === 'cut') {
      outgoing.write(text.subarray(0, text.length / 2), () => incoming.socket.destroy());
      return undefined;
    }
    return outgoing.end(text);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));

  // A test that fails does not close it, and must not keep the process.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    count: path => requests.filter(request => request.url.endsWith(path)).length,
    lose: path => rules.push({ kind: 'lose', path }),
    cut: path => rules.push({ kind: 'cut', path }),
    refuse: path => rules.push({ kind: 'refuse', path }),
    answer: (path, status, headers, body = '') => rules.push({ kind: 'answer', path, status, headers, body }),
    hold(path) {
      let release, arrived;
      const rule = { kind: 'hold', path, released: new Promise(done => { release = done; }) };
      const arrival = new Promise(done => { arrived = done; });
      rules.push(Object.assign(rule, { arrived }));
      return { arrival, release };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const problem = (code, status) => JSON.stringify({
  type: `urn:secureauth:error:${code}`, title: code, status, detail: code, instance: '/', code, request_id: 'request-id',
});
