import createFetchClient from 'openapi-fetch';
import { createApi, initOf } from './api.js';
import { ProblemError } from './errors.js';
import { operationTable } from './operations.js';
import { getPasskey } from './passkeys.js';
import { SessionKeeper } from './session.js';
import { stepOf } from './sign-in.js';
import { memoryStore } from './store.js';
import { Transport } from './transport.js';
/** A user's sign-in, and the API on the user's behalf. It shows no token, except in `accessToken()`. */
export class Client {
    /** The operations of the API under their names in the OpenAPI document. An error is a `ProblemError`. */
    api;
    /** The API by paths (openapi-fetch), with the headers of each answer. An error is an exception here too. */
    http;
    #origin;
    #origins;
    #transport;
    #store;
    #session;
    #deviceName;
    #calls;
    constructor(options = {}) {
        this.#origin = new URL(options.baseUrl ?? globalThis.location?.origin ?? missing('baseUrl')).origin;
        this.#origins = new Set([this.#origin, ...(options.resourceOrigins ?? []).map(origin => new URL(origin).origin)]);
        this.#transport = new Transport(options);
        this.#store = options.store ?? memoryStore();
        this.#deviceName = options.deviceName;
        this.#session = new SessionKeeper({
            store: this.#store,
            margin: options.refreshMargin ?? 30_000,
            onEnd: options.onSessionEnd,
            exchange: (refreshToken, signal, timeout) => this.#call('refresh', { refresh_token: refreshToken }, { signal }, { timeout, maxRetries: 0 }),
        });
        this.#calls = {
            send: (operation, body, callOptions, bearer) => this.#call(operation, body, callOptions, {}, bearer),
            begin: async (pair) => {
                await this.#session.begin(pair);
                return { status: 'signed_in', sessionId: pair.session_id };
            },
        };
        const shared = { baseUrl: this.#origin };
        this.http = createFetchClient({ ...shared, fetch: request => this.#authorized(request) });
        this.api = createApi({
            signedIn: this.http,
            anonymous: createFetchClient({ ...shared, fetch: request => this.#transport.send(hardened(request)) }),
        });
    }
    /** Signs a user in, or returns the step that completes the sign-in. */
    async signIn({ email, password }, options = {}) {
        const body = { email, password, ...await this.#device() };
        return stepOf(this.#calls, await this.#call('login', body, options));
    }
    /** Signs a user in with a passkey, which the browser asks for. */
    async signInWithPasskey(options = {}) {
        return this.signInWithPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
    }
    /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
    passkeyOptions({ email, ...options } = {}) {
        return this.#call('getPasskeyLoginOptions', email === undefined ? {} : { email }, options);
    }
    async signInWithPasskeyAnswer(answer, options = {}) {
        return this.#calls.begin(await this.#call('loginWithPasskey', { ...answer, ...await this.#device() }, options));
    }
    /** The session, or null if nobody is signed in. */
    session() {
        return this.#session.info();
    }
    /**
     * Signs the user out. The tokens are forgotten first, so that the user is signed out here whatever happens. The device token
     * stays.
     */
    async signOut({ everywhere = false, ...options } = {}) {
        const refreshToken = await this.#session.forget();
        if (refreshToken === null)
            return;
        await this.#call('logout', { refresh_token: refreshToken, all: everywhere }, options, { repeatable: true });
    }
    /**
     * Proves again that it is the user, by the password or, with a second factor, by a code. Operations that answer
     * `reauthentication_required` are possible for five minutes then.
     */
    async reauthenticate(proof, options = {}) {
        // The server refuses members that it does not know, and the caller may pass an object that has more.
        const body = 'code' in proof ? { code: proof.code } : { password: proof.password };
        const request = this.#request('reauthenticate', body, options);
        const fresh = await (await this.#authorized(request)).json();
        await this.#session.useFresh(fresh.access_token, fresh.expires_in);
    }
    /** A valid access token, for a library that sends requests itself. */
    accessToken({ signal } = {}) {
        return this.#session.accessToken(signal);
    }
    /**
     * `fetch` with the access token, for your own services. The token goes to the server and to `resourceOrigins` only. After a 401
     * the request is repeated once with a new token.
     */
    async fetch(input, init) {
        const request = new Request(input, init);
        const { origin } = new URL(request.url);
        if (!this.#origins.has(origin))
            throw new TypeError(`${origin} is not one of the client's resourceOrigins.`);
        const token = await this.#session.accessToken(request.signal);
        const answer = await this.#transport.exchange(withToken(request.clone(), token));
        if (answer.status !== 401)
            return answer;
        await answer.body?.cancel();
        return this.#transport.exchange(withToken(request, await this.#session.replace(token, request.signal)));
    }
    /** Sends a request with an access token, and once more with a new one if that is refused. */
    async #authorized(request) {
        const token = await this.#session.accessToken(request.signal);
        try {
            return await this.#transport.send(withToken(hardened(request.clone()), token));
        }
        catch (error) {
            if (!(error instanceof ProblemError && error.status === 401 && error.code === 'invalid_token'))
                throw error;
            const next = await this.#session.replace(token, request.signal);
            return this.#transport.send(withToken(hardened(request), next));
        }
    }
    async #call(operation, body, callOptions, sendOptions = {}, bearer) {
        const request = this.#request(operation, body, callOptions);
        const answer = await this.#transport.send(bearer === undefined ? request : withToken(request, bearer), sendOptions);
        return (answer.body === null ? undefined : await answer.json());
    }
    #request(operation, body, options) {
        const [method, path] = operationTable[operation];
        const { headers, signal } = initOf(options);
        return hardened(new Request(this.#origin + path, {
            method: method.toUpperCase(),
            headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
            ...(body !== undefined && { body: JSON.stringify(body) }),
            ...(signal && { signal }),
        }));
    }
    async #device() {
        const token = await this.#store.get('device');
        return {
            ...(token !== null && { device_token: token }),
            ...(this.#deviceName !== undefined && { device_name: this.#deviceName }),
        };
    }
}
export function createClient(options = {}) {
    return new Client(options);
}
/** Nothing but the headers of the request identifies the user, the API redirects nobody, and no cache may keep an answer. */
function hardened(request) {
    return new Request(request, { credentials: 'omit', redirect: 'error', cache: 'no-store', referrerPolicy: 'no-referrer' });
}
function withToken(request, token) {
    const headers = new Headers(request.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return new Request(request, { headers });
}
function missing(option) {
    throw new TypeError(`The option ${option} is missing.`);
}
