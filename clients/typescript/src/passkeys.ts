import type { components } from './schema.js';

type RequestOptions = components['schemas']['PasskeyRequestOptionsResponse'];
type CreationOptions = components['schemas']['PasskeyCreationOptionsResponse'];

/** A credential in the JSON form of WebAuthn. */
export type CredentialJson = Record<string, unknown>;

interface Answered {
  challenge_token: string;
  credential: CredentialJson;
}

/** The static methods that a browser needs. Older typings do not have them. */
interface JsonMethods {
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
}

/** Whether this platform can use passkeys. */
export function passkeysArePossible(): boolean {
  return typeof (globalThis.PublicKeyCredential as unknown as Partial<JsonMethods> | undefined)?.parseRequestOptionsFromJSON
    === 'function';
}

/** Asks the user for a passkey. */
export async function getPasskey(options: RequestOptions, signal?: AbortSignal): Promise<Answered> {
  const { challenge_token, ...request } = options;
  const publicKey = methods().parseRequestOptionsFromJSON(request);
  return { challenge_token, credential: toJson(await navigator.credentials.get({ publicKey, ...(signal && { signal }) })) };
}

/** Lets the user create a passkey. */
export async function createPasskey(options: CreationOptions, signal?: AbortSignal): Promise<Answered> {
  const { challenge_token, ...request } = options;
  const publicKey = methods().parseCreationOptionsFromJSON(request);
  return { challenge_token, credential: toJson(await navigator.credentials.create({ publicKey, ...(signal && { signal }) })) };
}

function methods(): JsonMethods {
  if (!passkeysArePossible()) throw new TypeError('This platform has no passkeys.');
  return globalThis.PublicKeyCredential as unknown as JsonMethods;
}

function toJson(credential: Credential | null): CredentialJson {
  if (credential === null) throw new DOMException('No passkey was chosen.', 'NotAllowedError');
  return (credential as unknown as { toJSON(): CredentialJson }).toJSON();
}
