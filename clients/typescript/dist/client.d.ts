import type { Client as FetchClient } from 'openapi-fetch';
import type { components, paths } from './schema.js';
import type { Api, CallOptions } from './api.js';
import type { SessionEnd } from './errors.js';
import type { CredentialJson } from './passkeys.js';
import type { SessionInfo } from './session.js';
import type { SignedIn, SignInStep } from './sign-in.js';
import type { TokenStore } from './store.js';
import type { TransportOptions } from './transport.js';
type Schemas = components['schemas'];
export interface ClientOptions extends TransportOptions {
    /** The origin of the server, such as `https://auth.example.com`. In a page by default its own origin. */
    baseUrl?: string;
    /** Where the tokens are kept. By default in memory. */
    store?: TokenStore;
    /** A name by which the user recognises this device in the list of sessions. */
    deviceName?: string;
    /** How long before its expiry an access token is replaced, in milliseconds. */
    refreshMargin?: number;
    /** The origins of your own services that may get the access token, besides the server's. */
    resourceOrigins?: readonly string[];
    /** Called when the server has ended the session. */
    onSessionEnd?: (reason: SessionEnd) => void;
}
export interface Credentials {
    email: string;
    password: string;
}
export interface SignOutOptions extends CallOptions {
    /** Ends all sessions of the user, on all devices. */
    everywhere?: boolean;
}
/** A user's sign-in, and the API on the user's behalf. It shows no token, except in `accessToken()`. */
export declare class Client {
    #private;
    /** The operations of the API under their names in the OpenAPI document. An error is a `ProblemError`. */
    readonly api: Api;
    /** The API by paths (openapi-fetch), with the headers of each answer. An error is an exception here too. */
    readonly http: FetchClient<paths>;
    constructor(options?: ClientOptions);
    /** Signs a user in, or returns the step that completes the sign-in. */
    signIn({ email, password }: Credentials, options?: CallOptions): Promise<SignInStep>;
    /** Signs a user in with a passkey, which the browser asks for. */
    signInWithPasskey(options?: CallOptions & {
        email?: string;
    }): Promise<SignedIn>;
    /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
    passkeyOptions({ email, ...options }?: CallOptions & {
        email?: string;
    }): Promise<Schemas['PasskeyRequestOptionsResponse']>;
    signInWithPasskeyAnswer(answer: {
        challenge_token: string;
        credential: CredentialJson;
    }, options?: CallOptions): Promise<SignedIn>;
    /** The session, or null if nobody is signed in. */
    session(): Promise<SessionInfo | null>;
    /**
     * Signs the user out. The tokens are forgotten first, so that the user is signed out here whatever happens. The device token
     * stays.
     */
    signOut({ everywhere, ...options }?: SignOutOptions): Promise<void>;
    /**
     * Proves again that it is the user, by the password or, with a second factor, by a code. Operations that answer
     * `reauthentication_required` are possible for five minutes then.
     */
    reauthenticate(proof: {
        password: string;
    } | {
        code: string;
    }, options?: CallOptions): Promise<void>;
    /** A valid access token, for a library that sends requests itself. */
    accessToken({ signal }?: {
        signal?: AbortSignal;
    }): Promise<string>;
    /**
     * `fetch` with the access token, for your own services. The token goes to the server and to `resourceOrigins` only. After a 401
     * the request is repeated once with a new token.
     */
    fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
}
export declare function createClient(options?: ClientOptions): Client;
export {};
