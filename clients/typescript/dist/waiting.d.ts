/** Waits, unless the signal ends it. */
export declare function sleep(milliseconds: number, signal?: AbortSignal | null): Promise<void>;
/** Leaves the work alone when the signal ends the waiting, because others may wait for it too. */
export declare function untilAborted<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T>;
