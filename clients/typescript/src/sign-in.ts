import type { components } from './schema.js';
import type { CallOptions } from './api.js';
import { createPasskey, getPasskey } from './passkeys.js';
import type { CredentialJson } from './passkeys.js';
import type { Issued } from './session.js';

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
  begin(pair: Issued): Promise<SignedIn>;
}

/** The password was right, and a second factor completes the sign-in. A step is good for five minutes and five codes. */
export class SecondFactorStep {
  readonly status = 'second_factor';

  /** What the user can use. */
  readonly methods: readonly SecondFactorMethod[];
  readonly expiresAt: Date;

  readonly #calls: SignInCalls;
  readonly #token: string;

  constructor(calls: SignInCalls, challenge: Schemas['SecondFactorChallengeResponse']) {
    this.#calls = calls;
    this.#token = challenge.temp_token;
    this.methods = challenge.methods as SecondFactorMethod[];
    this.expiresAt = in_(challenge.expires_in);
  }

  /** Completes the sign-in with six digits of the authenticator app, or with a recovery code. */
  withCode(code: string, options: CallOptions = {}): Promise<SignedIn> {
    return this.#complete({ code }, options);
  }

  /** Completes it with a passkey, which the browser asks for. */
  async withPasskey(options: CallOptions = {}): Promise<SignedIn> {
    return this.withPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
  }

  /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
  passkeyOptions(options: CallOptions = {}): Promise<Schemas['PasskeyRequestOptionsResponse']> {
    return this.#calls.send('getPasskeyLoginOptions', { temp_token: this.#token }, options);
  }

  withPasskeyAnswer(
    answer: { challenge_token: string; credential: CredentialJson }, options: CallOptions = {},
  ): Promise<SignedIn> {
    return this.#complete({ method: 'passkey', ...answer }, options);
  }

  async #complete(proof: Record<string, unknown>, options: CallOptions): Promise<SignedIn> {
    return this.#calls.begin(await this.#calls.send('loginSecondFactor', { temp_token: this.#token, ...proof }, options));
  }
}

/** The password was right, but the user must have a second factor and has none. Setting one up completes the sign-in. */
export class SetUpStep {
  readonly status = 'setup_required';
  readonly expiresAt: Date;

  readonly #calls: SignInCalls;
  readonly #token: string;

  constructor(calls: SignInCalls, required: Schemas['SecondFactorRequiredResponse']) {
    this.#calls = calls;
    this.#token = required.setup_token;
    this.expiresAt = in_(required.expires_in);
  }

  /** The secret for an authenticator app. */
  setUpTotp(options: CallOptions = {}): Promise<Schemas['TotpSetUp']> {
    return this.#calls.send('setUpTotp', undefined, options, this.#token);
  }

  /** Signs the user in with a first code of the app. Show the recovery codes: there is no other time. */
  async verifyTotp(code: string, options: CallOptions = {}): Promise<SignedIn & { readonly recoveryCodes: readonly string[] }> {
    const answer = await this.#calls.send<Issued & Schemas['RecoveryCodesResponse']>('verifyTotp', { code }, options, this.#token);
    return { ...await this.#calls.begin(answer), recoveryCodes: answer.recovery_codes };
  }

  /** Signs the user in with a new passkey, which the browser creates. */
  async addPasskey(name: string, options: CallOptions = {}): Promise<SignedIn> {
    return this.addPasskeyAnswer(name, await createPasskey(await this.passkeyOptions(options), options.signal), options);
  }

  /** For platforms with their own way to create a passkey: what they need, and in the other method what they return. */
  passkeyOptions(options: CallOptions = {}): Promise<Schemas['PasskeyCreationOptionsResponse']> {
    return this.#calls.send('getPasskeyCreationOptions', undefined, options, this.#token);
  }

  async addPasskeyAnswer(
    name: string, answer: { challenge_token: string; credential: CredentialJson }, options: CallOptions = {},
  ): Promise<SignedIn> {
    return this.#calls.begin(
      await this.#calls.send<Issued>('addPasskey', { name, ...answer }, options, this.#token));
  }
}

export function stepOf(
  calls: SignInCalls,
  answer: Issued | Schemas['SecondFactorChallengeResponse'] | Schemas['SecondFactorRequiredResponse'],
): Promise<SignedIn> | SecondFactorStep | SetUpStep {
  if ('setup_token' in answer) return new SetUpStep(calls, answer);
  return 'temp_token' in answer ? new SecondFactorStep(calls, answer) : calls.begin(answer);
}

function in_(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}
