import { createPasskey, getPasskey } from './passkeys.js';
/** The password was right, and a second factor completes the sign-in. A step is good for five minutes and five codes. */
export class SecondFactorStep {
    status = 'second_factor';
    /** What the user can use. */
    methods;
    expiresAt;
    #calls;
    #token;
    constructor(calls, challenge) {
        this.#calls = calls;
        this.#token = challenge.temp_token;
        this.methods = challenge.methods;
        this.expiresAt = in_(challenge.expires_in);
    }
    /** Completes the sign-in with six digits of the authenticator app, or with a recovery code. */
    withCode(code, options = {}) {
        return this.#complete({ code }, options);
    }
    /** Completes it with a passkey, which the browser asks for. */
    async withPasskey(options = {}) {
        return this.withPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
    }
    /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
    passkeyOptions(options = {}) {
        return this.#calls.send('getPasskeyLoginOptions', { temp_token: this.#token }, options);
    }
    withPasskeyAnswer(answer, options = {}) {
        return this.#complete({ method: 'passkey', ...answer }, options);
    }
    async #complete(proof, options) {
        return this.#calls.begin(await this.#calls.send('loginSecondFactor', { temp_token: this.#token, ...proof }, options));
    }
}
/** The password was right, but the user must have a second factor and has none. Setting one up completes the sign-in. */
export class SetUpStep {
    status = 'setup_required';
    expiresAt;
    #calls;
    #token;
    constructor(calls, required) {
        this.#calls = calls;
        this.#token = required.setup_token;
        this.expiresAt = in_(required.expires_in);
    }
    /** The secret for an authenticator app. */
    setUpTotp(options = {}) {
        return this.#calls.send('setUpTotp', undefined, options, this.#token);
    }
    /** Signs the user in with a first code of the app. Show the recovery codes: there is no other time. */
    async verifyTotp(code, options = {}) {
        const answer = await this.#calls.send('verifyTotp', { code }, options, this.#token);
        return { ...await this.#calls.begin(answer), recoveryCodes: answer.recovery_codes };
    }
    /** Signs the user in with a new passkey, which the browser creates. */
    async addPasskey(name, options = {}) {
        return this.addPasskeyAnswer(name, await createPasskey(await this.passkeyOptions(options), options.signal), options);
    }
    /** For platforms with their own way to create a passkey: what they need, and in the other method what they return. */
    passkeyOptions(options = {}) {
        return this.#calls.send('getPasskeyCreationOptions', undefined, options, this.#token);
    }
    async addPasskeyAnswer(name, answer, options = {}) {
        return this.#calls.begin(await this.#calls.send('addPasskey', { name, ...answer }, options, this.#token));
    }
}
export function stepOf(calls, answer) {
    if ('setup_token' in answer)
        return new SetUpStep(calls, answer);
    return 'temp_token' in answer ? new SecondFactorStep(calls, answer) : calls.begin(answer);
}
function in_(seconds) {
    return new Date(Date.now() + seconds * 1000);
}
