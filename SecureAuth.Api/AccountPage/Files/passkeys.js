import { call } from './api.js';
import { isOn } from './settings.js';

export const arePossible = () => isOn('passkeys') && typeof PublicKeyCredential === 'function'
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

/** Thrown if the user closes the browser's dialog, or there is no suitable passkey. */
export class NotChosen extends Error {}

/** The offer that is being made, and the end of it. */
let offered = null;

/** Asks the user for a passkey and returns what the API needs to check it. */
export async function choose(optionsRequest = {}) {
  await withdraw();
  const { challenge_token, ...options } = await call('POST', '/auth/passkeys/options', optionsRequest);
  return { challenge_token, credential: await get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }) };
}

/** A challenge lives for five minutes, and somebody may look at the page for longer. */
const offerLifetime = 270_000;

/** Offers passkeys in the list that the browser shows for the e-mail field. Returns null if the user signs in otherwise. */
export function offer() {
  const earlier = withdraw();
  const abort = new AbortController();
  const end = earlier.then(() => offerUntil(abort.signal));
  offered = { abort, end };
  return end;
}

async function offerUntil(signal) {
  if (!arePossible() || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return null;
  while (!signal.aborted) {
    const renewal = AbortSignal.timeout(offerLifetime);
    try {
      const { challenge_token, ...options } = await call('POST', '/auth/passkeys/options', {});
      signal.throwIfAborted();
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      const request = { publicKey, mediation: 'conditional', signal: AbortSignal.any([signal, renewal]) };
      return { challenge_token, credential: await get(request) };
    } catch {
      if (!renewal.aborted) return null;
    }
  }

  return null;
}

/** A browser shows one request at a time, and refuses another one until the first has ended. */
export async function withdraw() {
  const { abort, end } = offered ?? {};
  offered = null;
  abort?.abort();
  await end;
}

/** Makes a passkey and returns what the API needs to store it. */
export async function create({ challenge_token, ...options }) {
  await withdraw();
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return { challenge_token, credential: (await navigator.credentials.create({ publicKey })).toJSON() };
  } catch (error) {
    throw new NotChosen(error.name === 'InvalidStateError' ? 'This device has a passkey for your account already.' : '');
  }
}

async function get(request) {
  try {
    return (await navigator.credentials.get(request)).toJSON();
  } catch {
    throw new NotChosen();
  }
}
