import createFetchClient from 'openapi-fetch';
import type { Client as FetchClient } from 'openapi-fetch';
import type { components, paths } from './schema.js';
import { createApi, initOf } from './api.js';
import type { Api, CallOptions } from './api.js';
import { ProblemError } from './errors.js';
import type { SessionEnd } from './errors.js';
import { operationTable } from './operations.js';
import { protectedOrigin } from './origins.js';
import { getPasskey } from './passkeys.js';
import type { CredentialJson } from './passkeys.js';
import { Refusals } from './refusals.js';
import { SessionKeeper, mark } from './session.js';
import type { Access, Issued, SessionInfo } from './session.js';
import { stepOf } from './sign-in.js';
import type { SignedIn, SignInCalls, SignInStep } from './sign-in.js';
import { memoryStore, webStorageStore } from './store.js';
import type { TokenStore } from './store.js';
import { Transport } from './transport.js';
import type { SendOptions, TransportOptions } from './transport.js';

type Schemas = components['schemas'];

export interface ClientOptions extends TransportOptions {
  /** The origin of the server, such as `https://auth.example.com`. In a page by default its own origin. */
  baseUrl?: string;

  /**
   * Where the tokens are: in the bodies, or in cookies, which no script can read. Cookies are for pages on the server's site whose
   * origin the server allows (`Cors__Origins`).
   */
  transport?: 'body' | 'cookie';

  /**
   * Where the tokens are kept. By default in memory. With cookies, there are none: what is kept tells which session the browser
   * has, and by default it is in `localStorage`, so that tabs and reloads know it.
   */
  store?: TokenStore;

  /** A name by which the user recognises this device in the list of sessions. */
  deviceName?: string;

  /** How long before its expiry an access token is replaced, in milliseconds. */
  refreshMargin?: number;

  /** The origins of your own services that may get the access token, besides the server's. */
  resourceOrigins?: readonly string[];

  /**
   * Allows `http:` in `baseUrl` and `resourceOrigins`. Whoever can read the network gets passwords and tokens then. The page's own
   * origin and loopback addresses are allowed anyway.
   */
  allowHttp?: boolean;

  /** Called when the server has ended the session. */
  onSessionEnd?: (reason: SessionEnd) => void;
}

/** The operations that can put their tokens into cookies, or take them from there. */
const returningTokens: ReadonlySet<string> = new Set([
  'login', 'loginSecondFactor', 'loginWithPasskey', 'refresh', 'logout', 'reauthenticate', 'verifyTotp', 'addPasskey',
]);

/** A username is for servers that have them (`Accounts__Usernames`). */
export type Credentials = { password: string } & ({ email: string } | { username: string });

export interface SignOutOptions extends CallOptions {
  /** Ends all sessions of the user, on all devices. */
  everywhere?: boolean;
}

/** A user's sign-in, and the API on the user's behalf. It shows no token, except in `accessToken()`. */
export class Client {
  /** The operations of the API under their names in the OpenAPI document. An error is a `ProblemError`. */
  readonly api: Api;

  /** The API by paths (openapi-fetch), with the headers of each answer. An error is an exception here too. */
  readonly http: FetchClient<paths>;

  readonly #origin: string;
  readonly #origins: ReadonlySet<string>;
  readonly #refusals = new Refusals();
  readonly #transport: Transport;
  readonly #store: TokenStore;
  readonly #session: SessionKeeper;
  readonly #deviceName: string | undefined;
  readonly #inCookies: boolean;
  readonly #calls: SignInCalls;

  constructor(options: ClientOptions = {}) {
    const { allowHttp = false, resourceOrigins = [] } = options;
    this.#inCookies = options.transport === 'cookie';
    if (this.#inCookies && resourceOrigins.length > 0) throw new TypeError('Services of your own do not get the cookies.');
    this.#origin = protectedOrigin(options.baseUrl ?? globalThis.location?.origin ?? missing('baseUrl'), allowHttp);
    this.#origins = new Set([this.#origin, ...resourceOrigins.map(address => protectedOrigin(address, allowHttp))]);
    this.#transport = new Transport(options);
    this.#store = options.store
      ?? (this.#inCookies && globalThis.localStorage ? webStorageStore(globalThis.localStorage) : memoryStore());
    this.#deviceName = options.deviceName;
    this.#session = new SessionKeeper({
      store: this.#store,
      margin: options.refreshMargin ?? 30_000,
      onEnd: options.onSessionEnd,
      exchange: (refreshToken, signal, timeout) => this.#call<Issued>(
        'refresh', this.#inCookies ? {} : { refresh_token: refreshToken }, { signal }, { timeout, maxRetries: 0 }),
    });
    this.#calls = {
      send: (operation, body, callOptions, bearer) => this.#call(operation, body, callOptions, {}, bearer),
      begin: async pair => {
        await this.#session.begin(pair);
        return { status: 'signed_in', sessionId: pair.session_id };
      },
    };
    const shared = { baseUrl: this.#origin };
    this.http = createFetchClient<paths>({ ...shared, fetch: request => this.#authorized(request) });
    this.api = createApi({
      signedIn: this.http,
      anonymous: createFetchClient<paths>({ ...shared, fetch: request => this.#transport.send(this.#hardened(request)) }),
    });
  }

  /** Signs a user in, or returns the step that completes the sign-in. */
  async signIn(credentials: Credentials, options: CallOptions = {}): Promise<SignInStep> {
    const who = 'username' in credentials ? { username: credentials.username } : { email: credentials.email };
    const body = { ...who, password: credentials.password, ...await this.#device() };
    return stepOf(this.#calls, await this.#call('login', body, options));
  }

  /** Signs a user in with a passkey, which the browser asks for. */
  async signInWithPasskey(options: CallOptions & { email?: string } = {}): Promise<SignedIn> {
    return this.signInWithPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
  }

  /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
  passkeyOptions({ email, ...options }: CallOptions & { email?: string } = {}): Promise<Schemas['PasskeyRequestOptionsResponse']> {
    return this.#call('getPasskeyLoginOptions', email === undefined ? {} : { email }, options);
  }

  async signInWithPasskeyAnswer(
    answer: { challenge_token: string; credential: CredentialJson }, options: CallOptions = {},
  ): Promise<SignedIn> {
    return this.#calls.begin(await this.#call('loginWithPasskey', { ...answer, ...await this.#device() }, options));
  }

  /** The session, or null if nobody is signed in. */
  session(): Promise<SessionInfo | null> {
    return this.#session.info();
  }

  /**
   * Signs the user out. The tokens are forgotten first, so that the user is signed out here whatever happens. Only the server can
   * remove cookies, so with them the user stays signed in if it cannot be reached. The device token stays.
   */
  async signOut({ everywhere = false, ...options }: SignOutOptions = {}): Promise<void> {
    if (this.#inCookies) {
      await this.#call('logout', { all: everywhere }, options, { repeatable: true });
      await this.#session.forget();
      return;
    }

    const refreshToken = await this.#session.forget();
    if (refreshToken === null) return;
    await this.#call('logout', { refresh_token: refreshToken, all: everywhere }, options, { repeatable: true });
  }

  /**
   * Proves again that it is the user, by the password or, with a second factor, by a code. Operations that answer
   * `reauthentication_required` are possible for five minutes then.
   */
  async reauthenticate(proof: { password: string } | { code: string }, options: CallOptions = {}): Promise<void> {
    // The server refuses members that it does not know, and the caller may pass an object that has more.
    const body = 'code' in proof ? { code: proof.code } : { password: proof.password };
    const request = this.#request('reauthenticate', body, options);
    const access = await this.#session.access(request.signal);
    const fresh = await (await this.#authorized(request, access)).json() as
      Schemas['FreshTokenResponse'] | Schemas['FreshCookieResponse'];
    await this.#session.useFresh(access, 'access_token' in fresh ? fresh.access_token : mark(), fresh.expires_in);
  }

  /** A valid access token, for a library that sends requests itself. */
  async accessToken({ signal }: { signal?: AbortSignal } = {}): Promise<string> {
    if (this.#inCookies) throw new TypeError('The access token is in a cookie, which no script can read.');
    return (await this.#session.access(signal)).accessToken;
  }

  /**
   * `fetch` with the access token, for your own services. The token goes to the server and to `resourceOrigins` only, so a redirect
   * is not followed: it is a `ConnectionError`, or the answer if `redirect` is `manual`. After a 401 the request is repeated once
   * with a new token, unless the service has just refused a new one too.
   */
  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const origin = this.#allowedOrigin(request);
    const access = await this.#session.access(request.signal);
    const answer = await this.#transport.exchange(this.#asUser(request.clone(), access.accessToken));
    if (answer.status !== 401 || !this.#refusals.mayReplace(origin, access.accessToken)) return answer;
    await answer.body?.cancel();
    const second = await this.#transport.exchange(this.#asUser(request, await this.#replace(origin, access, request.signal)));
    if (second.status === 401) this.#refusals.pause(origin);
    return second;
  }

  /** Sends a request with an access token, and once more with a new one if that is refused. */
  async #authorized(request: Request, begun?: Access): Promise<Response> {
    const origin = this.#allowedOrigin(request);
    const access = begun ?? await this.#session.access(request.signal);
    try {
      return await this.#transport.send(this.#asUser(this.#hardened(request.clone()), access.accessToken));
    } catch (error) {
      if (!isRefusal(error) || !this.#refusals.mayReplace(origin, access.accessToken)) throw error;
    }
    const next = await this.#replace(origin, access, request.signal);
    try {
      return await this.#transport.send(this.#asUser(this.#hardened(request), next));
    } catch (error) {
      if (isRefusal(error)) this.#refusals.pause(origin);
      throw error;
    }
  }

  async #replace(origin: string, refused: Access, signal: AbortSignal): Promise<string> {
    const { accessToken } = await this.#session.replace(refused, signal);
    this.#refusals.replaced(origin, accessToken);
    return accessToken;
  }

  #allowedOrigin({ url }: Request): string {
    const { origin } = new URL(url);
    if (!this.#origins.has(origin)) throw new TypeError(`${origin} is not one of the client's resourceOrigins.`);
    return origin;
  }

  async #call<T>(
    operation: string, body: unknown, callOptions: CallOptions, sendOptions: SendOptions = {}, bearer?: string,
  ): Promise<T> {
    const request = this.#request(operation, body, callOptions);
    const answer = await this.#transport.send(bearer === undefined ? request : withToken(request, bearer), sendOptions);
    return (answer.body === null ? undefined : await answer.json()) as T;
  }

  #request(operation: string, body: unknown, options: CallOptions): Request {
    const [method, path] = operationTable[operation as keyof typeof operationTable];
    const { headers, signal } = initOf(options);
    const content = this.#inCookies && returningTokens.has(operation) ? { ...body as object, transport: 'cookie' } : body;
    return this.#hardened(new Request(this.#origin + path, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(content !== undefined && { 'Content-Type': 'application/json' }) },
      ...(content !== undefined && { body: JSON.stringify(content) }),
      ...(signal && { signal }),
    }));
  }

  #asUser(request: Request, token: string): Request {
    return this.#inCookies ? withCookies(request) : withToken(request, token);
  }

  #hardened(request: Request): Request {
    return this.#inCookies ? withCookies(hardened(request)) : hardened(request);
  }

  async #device(): Promise<{ device_token?: string; device_name?: string }> {
    const token = await this.#store.get('device');
    return {
      ...(token !== null && { device_token: token }),
      ...(this.#deviceName !== undefined && { device_name: this.#deviceName }),
    };
  }
}

export function createClient(options: ClientOptions = {}): Client {
  return new Client(options);
}

/** Nothing but the headers of the request identifies the user, the API redirects nobody, and no cache may keep an answer. */
function hardened(request: Request): Request {
  return new Request(request, { credentials: 'omit', redirect: 'error', cache: 'no-store', referrerPolicy: 'no-referrer' });
}

/** The server demands a header that a page of somebody else cannot send. */
function withCookies(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('X-SecureAuth-CSRF', '1');
  return new Request(request, { headers, credentials: 'include', redirect: request.redirect === 'manual' ? 'manual' : 'error' });
}

/** Where a redirect leads to, nobody has allowed. */
function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${token}`);
  return new Request(request, { headers, redirect: request.redirect === 'manual' ? 'manual' : 'error' });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401 && error.code === 'invalid_token';
}

function missing(option: string): never {
  throw new TypeError(`The option ${option} is missing.`);
}
