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
export function memoryStore(): TokenStore {
  const values = new Map<StoreEntry, string>();
  return {
    get: entry => values.get(entry) ?? null,
    set(entry, value) {
      if (value === null) values.delete(entry);
      else values.set(entry, value);
    },
  };
}

/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Every script of the origin can read them, so choose this only for an origin
 * whose content security policy keeps foreign scripts out.
 */
export function webStorageStore(storage: Storage, prefix = 'secureauth'): TokenStore {
  return {
    lockName: `${prefix}.session`,
    get: entry => storage.getItem(`${prefix}.${entry}`),
    set(entry, value) {
      if (value === null) storage.removeItem(`${prefix}.${entry}`);
      else storage.setItem(`${prefix}.${entry}`, value);
    },
  };
}

/** Keeps the session in memory and the device token in a storage, so that a reload signs out and the device stays known. */
export function memoryStoreWithDevice(storage: Storage, prefix = 'secureauth'): TokenStore {
  const memory = memoryStore();
  const durable = webStorageStore(storage, prefix);
  const of = (entry: StoreEntry) => (entry === 'device' ? durable : memory);
  return {
    get: entry => of(entry).get(entry),
    set: (entry, value) => of(entry).set(entry, value),
  };
}
