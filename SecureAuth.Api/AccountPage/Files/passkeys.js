import { call } from './api.js';

export const arePossible = () => typeof PublicKeyCredential === 'function'
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

/** Thrown if the user closes the browser's dialog, or there is no suitable passkey. */
export class NotChosen extends Error {}

let offered = null;

/** Asks the user for a passkey and returns what the API needs to check it. */
export async function choose(optionsRequest = {}) {
  withdraw();
  const { challenge_token, ...options } = await call('POST', '/auth/passkeys/options', optionsRequest);
  return { challenge_token, credential: await get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }) };
}

/** A challenge lives for five minutes, and somebody may look at the page for longer. */
const offerLifetime = 270_000;

/** Offers passkeys in the list that the browser shows for the e-mail field. Returns null if the user signs in otherwise. */
export async function offer() {
  if (!arePossible() || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return null;
  withdraw();
  const { signal } = offered = new AbortController();
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

/** A browser can show one request at a time. */
export function withdraw() {
  offered?.abort();
  offered = null;
}

/** Makes a passkey and returns what the API needs to store it. */
export async function create({ challenge_token, ...options }) {
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
