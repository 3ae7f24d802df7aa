import type { components } from './schema.js';
import type { CallOptions } from './api.js';
import type { CredentialJson } from './passkeys.js';
import type { TokenPair } from './session.js';
type Schemas = components['schemas'];
export type SecondFactorMethod = 'totp' | 'recovery_code' | 'passkey';
/** What comes next at a sign-in. */
export type SignInStep = SignedIn | SecondFactorStep | SetUpStep;
/** The user is signed in. */
export interface SignedIn {
    readonly status: 'signed_in';
    readonly sessionId: string;
}
/** The calls of the steps, each with a token that no caller sees. */
export interface SignInCalls {
    send<T>(operation: string, body: unknown, options: CallOptions, bearer?: string): Promise<T>;
    begin(pair: TokenPair): Promise<SignedIn>;
}
/** The password was right, and a second factor completes the sign-in. A step is good for five minutes and five codes. */
export declare class SecondFactorStep {
    #private;
    readonly status = "second_factor";
    /** What the user can use. */
    readonly methods: readonly SecondFactorMethod[];
    readonly expiresAt: Date;
    constructor(calls: SignInCalls, challenge: Schemas['SecondFactorChallengeResponse']);
    /** Completes the sign-in with six digits of the authenticator app, or with a recovery code. */
    withCode(code: string, options?: CallOptions): Promise<SignedIn>;
    /** Completes it with a passkey, which the browser asks for. */
    withPasskey(options?: CallOptions): Promise<SignedIn>;
    /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
    passkeyOptions(options?: CallOptions): Promise<Schemas['PasskeyRequestOptionsResponse']>;
    withPasskeyAnswer(answer: {
        challenge_token: string;
        credential: CredentialJson;
    }, options?: CallOptions): Promise<SignedIn>;
}
/** The password was right, but the user must have a second factor and has none. Setting one up completes the sign-in. */
export declare class SetUpStep {
    #private;
    readonly status = "setup_required";
    readonly expiresAt: Date;
    constructor(calls: SignInCalls, required: Schemas['SecondFactorRequiredResponse']);
    /** The secret for an authenticator app. */
    setUpTotp(options?: CallOptions): Promise<Schemas['TotpSetUp']>;
    /** Signs the user in with a first code of the app. Show the recovery codes: there is no other time. */
    verifyTotp(code: string, options?: CallOptions): Promise<SignedIn & {
        readonly recoveryCodes: readonly string[];
    }>;
    /** Signs the user in with a new passkey, which the browser creates. */
    addPasskey(name: string, options?: CallOptions): Promise<SignedIn>;
    /** For platforms with their own way to create a passkey: what they need, and in the other method what they return. */
    passkeyOptions(options?: CallOptions): Promise<Schemas['PasskeyCreationOptionsResponse']>;
    addPasskeyAnswer(name: string, answer: {
        challenge_token: string;
        credential: CredentialJson;
    }, options?: CallOptions): Promise<SignedIn>;
}
export declare function stepOf(calls: SignInCalls, answer: TokenPair | Schemas['SecondFactorChallengeResponse'] | Schemas['SecondFactorRequiredResponse']): Promise<SignedIn> | SecondFactorStep | SetUpStep;
export {};
