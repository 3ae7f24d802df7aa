import type { components } from './schema.js';
type RequestOptions = components['schemas']['PasskeyRequestOptionsResponse'];
type CreationOptions = components['schemas']['PasskeyCreationOptionsResponse'];
/** A credential in the JSON form of WebAuthn. */
export type CredentialJson = Record<string, unknown>;
interface Answered {
    challenge_token: string;
    credential: CredentialJson;
}
/** Whether this platform can use passkeys. */
export declare function passkeysArePossible(): boolean;
/** Asks the user for a passkey. */
export declare function getPasskey(options: RequestOptions, signal?: AbortSignal): Promise<Answered>;
/** Lets the user create a passkey. */
export declare function createPasskey(options: CreationOptions, signal?: AbortSignal): Promise<Answered>;
export {};
