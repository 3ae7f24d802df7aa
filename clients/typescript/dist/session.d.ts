import type { components } from './schema.js';
import type { SessionEnd } from './errors.js';
import type { TokenStore } from './store.js';
export type TokenPair = components['schemas']['TokenPair'];
/** What an application may know of a session. */
export interface SessionInfo {
    readonly sessionId: string;
    readonly expiresAt: Date;
}
/** Keeps the session of a user, and its tokens valid. */
export declare class SessionKeeper {
    #private;
    constructor(options: {
        store: TokenStore;
        exchange: (refreshToken: string, signal: AbortSignal, timeout: number) => Promise<TokenPair>;
        margin: number;
        onEnd?: ((reason: SessionEnd) => void) | undefined;
    });
    info(): Promise<SessionInfo | null>;
    /** Replaces whatever session there was. */
    begin(pair: TokenPair): Promise<void>;
    /** Uses an access token of the same session that has a fresh authentication time. */
    useFresh(accessToken: string, expiresIn: number): Promise<void>;
    /** Forgets the session, and returns its refresh token so that the server can be told. A refresh under way comes to nothing. */
    forget(): Promise<string | null>;
    /** An access token that is valid for a while. */
    accessToken(signal?: AbortSignal | null): Promise<string>;
    /** An access token in place of one that a server has refused. Another caller may have got it already. */
    replace(refused: string, signal?: AbortSignal | null): Promise<string>;
}
