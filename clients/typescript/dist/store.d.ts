/** What a client keeps: the tokens of the session, and the token by which the server knows this device at the next sign-in. */
export type StoreEntry = 'session' | 'device';
/**
 * Where tokens are kept. The values are text for this package alone. Whoever can read the session is signed in as the user;
 * the device token signs nobody in.
 */
export interface TokenStore {
    get(entry: StoreEntry): string | null | Promise<string | null>;
    set(entry: StoreEntry, value: string | null): void | Promise<void>;
    /**
     * Names the Web Lock under which the session is refreshed, if tabs share the store. A refresh token works once, so that one of
     * them has to do it for all.
     */
    readonly lockName?: string;
}
/** Keeps tokens until the page or the process ends. No other script of the origin can read them. */
export declare function memoryStore(): TokenStore;
/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Every script of the origin can read them, so choose this only for an origin
 * whose content security policy keeps foreign scripts out.
 */
export declare function webStorageStore(storage: Storage, prefix?: string): TokenStore;
/** Keeps the session in memory and the device token in a storage, so that a reload signs out and the device stays known. */
export declare function memoryStoreWithDevice(storage: Storage, prefix?: string): TokenStore;
