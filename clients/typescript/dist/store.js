/** Keeps tokens until the page or the process ends. No other script of the origin can read them. */
export function memoryStore() {
    const values = new Map();
    return {
        get: entry => values.get(entry) ?? null,
        set(entry, value) {
            if (value === null)
                values.delete(entry);
            else
                values.set(entry, value);
        },
    };
}
/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Every script of the origin can read them, so choose this only for an origin
 * whose content security policy keeps foreign scripts out.
 */
export function webStorageStore(storage, prefix = 'secureauth') {
    return {
        lockName: `${prefix}.session`,
        get: entry => storage.getItem(`${prefix}.${entry}`),
        set(entry, value) {
            if (value === null)
                storage.removeItem(`${prefix}.${entry}`);
            else
                storage.setItem(`${prefix}.${entry}`, value);
        },
    };
}
/** Keeps the session in memory and the device token in a storage, so that a reload signs out and the device stays known. */
export function memoryStoreWithDevice(storage, prefix = 'secureauth') {
    const memory = memoryStore();
    const durable = webStorageStore(storage, prefix);
    const of = (entry) => (entry === 'device' ? durable : memory);
    return {
        get: entry => of(entry).get(entry),
        set: (entry, value) => of(entry).set(entry, value),
    };
}
