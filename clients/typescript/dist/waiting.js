/** Waits, unless the signal ends it. */
export function sleep(milliseconds, signal) {
    return untilAborted(new Promise(done => setTimeout(done, milliseconds)), signal);
}
/** Leaves the work alone when the signal ends the waiting, because others may wait for it too. */
export function untilAborted(work, signal) {
    if (!signal)
        return work;
    return new Promise((done, fail) => {
        const abort = () => fail(signal.reason);
        if (signal.aborted) {
            work.catch(() => { });
            abort();
            return;
        }
        signal.addEventListener('abort', abort, { once: true });
        work.then(done, fail).finally(() => signal.removeEventListener('abort', abort));
    });
}
