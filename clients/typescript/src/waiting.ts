/** Waits, unless the signal ends it. */
export function sleep(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return untilAborted(new Promise(done => setTimeout(done, milliseconds)), signal);
}

/** Leaves the work alone when the signal ends the waiting, because others may wait for it too. */
export function untilAborted<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  if (!signal) return work;
  return new Promise((done, fail) => {
    const abort = () => fail(signal.reason);
    if (signal.aborted) {
      work.catch(() => {});
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', abort));
  });
}
