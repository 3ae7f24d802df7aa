import type { components } from './schema.js';
import { ConnectionError, ProblemError, SessionEndedError, UnexpectedAnswerError } from './errors.js';
import type { SecureAuthError, SessionEnd } from './errors.js';
import type { TokenStore } from './store.js';
import { sleep, untilAborted } from './waiting.js';

export type TokenPair = components['schemas']['TokenPair'];

/** What a sign-in or a refresh returns. The tokens may be in cookies, which no script sees. */
export type Issued = TokenPair | components['schemas']['CookieSessionResponse'];

/** The tokens of a session as they are kept. Times are milliseconds since 1970. */
interface Session {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshFrom: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

/** An access token, and whose it is. A request that has begun in a session must not go on in another user's. */
export type Access = Pick<Session, 'sessionId' | 'accessToken'>;

/** What an application may know of a session. */
export interface SessionInfo {
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/**
 * The server answers a refresh that is repeated within ten seconds with the same tokens, so that a lost answer does no harm. After
 * that, the same token would end the session. Repeating stops well before.
 */
const refreshWindow = 8_000;

const refreshTimeout = 4_000;

/** Keeps the session of a user, and its tokens valid. */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #exchange: (refreshToken: string, signal: AbortSignal, timeout: number) => Promise<Issued>;
  readonly #margin: number;
  readonly #onEnd: ((reason: SessionEnd) => void) | undefined;

  #refreshing: { readonly sessionId: string; readonly work: Promise<Session> } | null = null;
  #abandoned = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    store: TokenStore;
    exchange: (refreshToken: string, signal: AbortSignal, timeout: number) => Promise<Issued>;
    margin: number;
    onEnd?: ((reason: SessionEnd) => void) | undefined;
  }) {
    this.#store = options.store;
    this.#exchange = options.exchange;
    this.#margin = options.margin;
    this.#onEnd = options.onEnd;
  }

  async info(): Promise<SessionInfo | null> {
    const session = await this.#read();
    return session && { sessionId: session.sessionId, expiresAt: new Date(session.refreshExpiresAt) };
  }

  /** Replaces whatever session there was. */
  async begin(pair: Issued): Promise<void> {
    this.#abandon();
    await this.#exclusively(async () => {
      await this.#write(this.#toSession(pair));
      if ('device_token' in pair && pair.device_token) await this.#store.set('device', pair.device_token);
    });
  }

  /** Uses an access token of the same session that has a fresh authentication time. */
  async useFresh({ sessionId }: Access, accessToken: string, expiresIn: number): Promise<void> {
    await this.#exclusively(async () => {
      const session = await this.#require(sessionId);
      await this.#write({ ...session, accessToken, ...this.#times(expiresIn) });
    });
  }

  /** Forgets the session, and returns its refresh token so that the server can be told. A refresh under way comes to nothing. */
  async forget(): Promise<string | null> {
    this.#abandon();
    return this.#exclusively(async () => {
      const session = await this.#read();
      await this.#store.set('session', null);
      return session?.refreshToken ?? null;
    });
  }

  /** An access token that is valid for a while. */
  async access(signal?: AbortSignal | null): Promise<Access> {
    return this.#valid(await this.#require(), signal);
  }

  /** An access token in place of one that a server has refused. Another caller may have got it already. */
  async replace(refused: Access, signal?: AbortSignal | null): Promise<Access> {
    const session = await this.#require(refused.sessionId);
    return session.accessToken === refused.accessToken ? this.#refresh(session, signal) : this.#valid(session, signal);
  }

  async #valid(session: Session, signal?: AbortSignal | null): Promise<Session> {
    if (Date.now() < session.refreshFrom) return session;
    try {
      return await this.#refresh(session, signal);
    } catch (error) {
      // The refresh was early. Until the token expires, there is time for another one.
      if (Date.now() < session.accessExpiresAt && isOutage(error)) return session;
      throw error;
    }
  }

  /** All callers of a session wait for one refresh. A caller that gives up does not end it for the others. */
  #refresh(replaced: Session, signal?: AbortSignal | null): Promise<Session> {
    let running = this.#refreshing;
    if (running?.sessionId !== replaced.sessionId) {
      const work = this.#exclusively(() => this.#rotate(replaced)).finally(() => {
        if (this.#refreshing?.work === work) this.#refreshing = null;
      });
      running = this.#refreshing = { sessionId: replaced.sessionId, work };
    }
    return untilAborted(running.work, signal);
  }

  async #rotate(replaced: Session): Promise<Session> {
    const abandoned = this.#abandoned.signal;
    const session = await this.#require(replaced.sessionId);

    // Another tab has refreshed while this one waited for the lock.
    if (session.accessToken !== replaced.accessToken && session.accessExpiresAt > Date.now()) return session;

    const pair = await this.#exchangeWithin(session, abandoned);
    const held = await this.#require(session.sessionId);
    if (abandoned.aborted) throw new SessionEndedError('signed_out');
    if (held.refreshToken !== session.refreshToken) return held;
    if (pair instanceof SessionEndedError) {
      await this.#store.set('session', null);
      this.#onEnd?.(pair.reason);
      throw pair;
    }
    const next = this.#toSession(pair);
    await this.#write(next);
    return next;
  }

  /** Repeats the exchange while its answer is lost, for as long as the server gives the same answer again. */
  async #exchangeWithin(session: Session, abandoned: AbortSignal): Promise<Issued | SessionEndedError> {
    const giveUp = Date.now() + refreshWindow;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#exchange(session.refreshToken, abandoned, Math.min(refreshTimeout, giveUp - Date.now()));
      } catch (error) {
        if (abandoned.aborted) return new SessionEndedError('signed_out');
        if (error instanceof ProblemError && error.status === 401) {
          return new SessionEndedError(
            error.code === 'refresh_token_reused' ? error.code : 'invalid_refresh_token', error.requestId);
        }
        if (!isOutage(error)) throw error;
        const delay = error instanceof ConnectionError ? 100 * 2 ** attempt : (error.retryAfter ?? 2 ** attempt) * 1000;
        if (Date.now() + delay >= giveUp) throw error;
        await sleep(delay, abandoned).catch(() => {});
      }
    }
  }

  #abandon(): void {
    this.#abandoned.abort();
    this.#abandoned = new AbortController();
  }

  /** One change of the session at a time, in this client and in all tabs that share its store. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const name = this.#store.lockName;
    const locks = name === undefined ? undefined : globalThis.navigator?.locks;
    const turn = this.#last.then(() => (locks ? locks.request(name!, work) as Promise<T> : work()));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** @param sessionId The session that the caller has begun in. Somebody else may have signed in meanwhile. */
  async #require(sessionId?: string): Promise<Session> {
    const session = await this.#read();
    if (session === null || session.sessionId !== (sessionId ?? session.sessionId)) throw new SessionEndedError('signed_out');
    return session;
  }

  async #read(): Promise<Session | null> {
    const text = await this.#store.get('session');
    if (text === null) return null;
    try {
      return JSON.parse(text) as Session;
    } catch {
      return null;
    }
  }

  async #write(session: Session): Promise<void> {
    await this.#store.set('session', JSON.stringify(session));
  }

  #toSession(pair: Issued): Session {
    const { access_token, refresh_token } = 'access_token' in pair ? pair : { access_token: mark(), refresh_token: mark() };
    return {
      sessionId: pair.session_id,
      accessToken: access_token,
      ...this.#times(pair.expires_in),
      refreshToken: refresh_token,
      refreshExpiresAt: Date.now() + pair.refresh_expires_in * 1000,
    };
  }

  /** A token that lives shorter than the margin would otherwise be renewed at each call. */
  #times(expiresIn: number): Pick<Session, 'accessExpiresAt' | 'refreshFrom'> {
    const accessExpiresAt = Date.now() + expiresIn * 1000;
    return { accessExpiresAt, refreshFrom: accessExpiresAt - Math.min(this.#margin, expiresIn * 250) };
  }
}

/** Stands for a token in a cookie, and is another one after each refresh. Whoever looks into the store should see that it is none. */
export function mark(): string {
  return `in-cookie:${crypto.randomUUID()}`;
}

/** The session is not to blame. */
function isOutage(error: unknown): error is (ConnectionError | ProblemError | UnexpectedAnswerError) & SecureAuthError {
  return error instanceof ConnectionError
    || ((error instanceof ProblemError || error instanceof UnexpectedAnswerError) && (error.status === 429 || error.status >= 500));
}
