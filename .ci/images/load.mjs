// Load on a running system until SIGTERM: reads, refreshes and sign-ins. Then prints how many there were and how many failed.
//
//     node load.mjs https://localhost:8443 EMAIL PASSWORD [RETRIES]
//
// A read must succeed at the first try. The other two follow the rule for clients: after 429, 502, 503, 504 or a lost connection
// they are tried again, after Retry-After or a second, at most ten times. More RETRIES in all than are allowed are a failure too.
const [origin, email, password, allowed = 'Infinity'] = process.argv.slice(2);
const api = `${origin}/api/v1`;
const counts = { reads: 0, refreshes: 0, 'sign-ins': 0, retries: 0, failures: [] };
let running = true;
process.on('SIGTERM', () => { running = false; });

const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

const post = (path, body) => fetch(api + path, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) });

const fail = (what, why) => counts.failures.push(`${new Date().toISOString()} ${what}: ${why}`);

async function persist(path, body) {
  for (let attempt = 1; ; attempt++) {
    let outcome, wait = 1;
    try {
      const answer = await post(path, body);
      if (answer.ok) {
        return await answer.json();
      }

      outcome = `${answer.status} ${(await answer.text()).slice(0, 200)}`;
      if (![429, 502, 503, 504].includes(answer.status)) {
        throw new Error(outcome);
      }

      wait = Number(answer.headers.get('retry-after') ?? 1);
    } catch (error) {
      if (error.cause === undefined && error.name !== 'TimeoutError') {
        throw error;
      }

      outcome = error.cause?.code ?? error.name;
    }

    if (attempt === 10) {
      throw new Error(`${attempt} attempts, the last one: ${outcome}`);
    }

    counts.retries++;
    console.log(`${new Date().toISOString()} ${path} is tried again: ${outcome}`);
    await sleep(wait * 1000);
  }
}

let tokens = await persist('/auth/login', { email, password });
console.log('started');

async function read(path) {
  while (running) {
    try {
      const answer = await fetch(origin + path, {
        headers: { authorization: `Bearer ${tokens.access_token}` }, signal: AbortSignal.timeout(15_000) });
      const text = await answer.text();
      answer.status === 200 ? counts.reads++ : fail(path, `${answer.status} ${text.slice(0, 200)}`);
    } catch (error) {
      fail(path, error.cause?.code ?? error);
    }

    await sleep(20);
  }
}

async function refresh() {
  while (running) {
    try {
      tokens = await persist('/auth/refresh', { refresh_token: tokens.refresh_token });
      counts.refreshes++;
    } catch (error) {
      fail('refresh', error.message);
    }

    await sleep(250);
  }
}

async function signIn() {
  while (running) {
    try {
      await persist('/auth/login', { email, password });
      counts['sign-ins']++;
    } catch (error) {
      fail('sign-in', error.message);
    }

    await sleep(500);
  }
}

await Promise.all([read('/api/v1/users/me'), read('/api/v1/users/me'), read('/.well-known/jwks.json'), refresh(), signIn()]);
console.log(JSON.stringify(counts));
const failed = counts.failures.length > 0 || counts.retries > Number(allowed);
process.exitCode = !failed && counts.reads > 0 && counts.refreshes > 0 && counts['sign-ins'] > 0 ? 0 : 1;
