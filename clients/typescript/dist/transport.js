import { ConnectionError, ProblemError, errorOf, requestIdOf } from './errors.js';
import { sleep } from './waiting.js';
/** Sends requests, and repeats those that the server has put off. An answer that is no success is an exception. */
export class Transport {
    #fetch;
    #timeout;
    #maxRetries;
    #maxRetryDelay;
    #onAnswer;
    constructor(options) {
        this.#fetch = options.fetch ?? (request => globalThis.fetch(request));
        this.#timeout = options.timeout ?? 15_000;
        this.#maxRetries = options.maxRetries ?? 2;
        this.#maxRetryDelay = options.maxRetryDelay ?? 5_000;
        this.#onAnswer = options.onAnswer;
    }
    async send(request, options = {}) {
        const repeatable = options.repeatable ?? (request.method === 'GET' || request.method === 'HEAD');
        for (let attempt = 0;; attempt++) {
            const error = await this.#try(request, options.timeout ?? this.#timeout);
            if (error instanceof Response)
                return error;
            const delay = attempt < (options.maxRetries ?? this.#maxRetries) ? this.#delayOf(error, repeatable, attempt) : null;
            if (delay === null)
                throw error;
            await sleep(delay, request.signal);
        }
    }
    /** Sends a request once. The answer may be an error. */
    async exchange(request, timeout = this.#timeout) {
        const started = Date.now();
        const late = AbortSignal.timeout(timeout);
        let answer;
        try {
            answer = await this.#fetch(new Request(request, { signal: AbortSignal.any([request.signal, late]) }));
        }
        catch (cause) {
            if (request.signal.aborted)
                throw request.signal.reason;
            throw new ConnectionError(cause);
        }
        this.#onAnswer?.({
            method: request.method,
            path: new URL(request.url).pathname,
            status: answer.status,
            requestId: requestIdOf(answer),
            milliseconds: Date.now() - started,
        });
        return answer;
    }
    async #try(request, timeout) {
        try {
            const answer = await this.exchange(request.clone(), timeout);
            return answer.ok ? await whole(answer) : await errorOf(answer);
        }
        catch (error) {
            if (request.signal.aborted)
                throw request.signal.reason;
            if (error instanceof ConnectionError)
                return error;
            return new ConnectionError(error);
        }
    }
    /** How long to wait before the next attempt, or null if there is none. */
    #delayOf(error, repeatable, attempt) {
        if (error instanceof ConnectionError)
            return repeatable ? 100 * 2 ** attempt : null;
        if (error.retryAfter === null || error.retryAfter * 1000 > this.#maxRetryDelay)
            return null;
        const refused = error.status === 429 || (error instanceof ProblemError && error.code === 'server_busy');
        const unknown = error.status === 503 && repeatable;
        return refused || unknown ? error.retryAfter * 1000 : null;
    }
}
/** Reads the body, because a connection that ends in the middle of it is no answer either. */
async function whole(answer) {
    const body = await answer.arrayBuffer();
    const headers = new Headers(answer.headers);
    // A proxy may drop the length, by which openapi-fetch knows that there is no JSON.
    if (body.byteLength === 0)
        headers.set('Content-Length', '0');
    return new Response(body.byteLength === 0 ? null : body, { status: answer.status, statusText: answer.statusText, headers });
}
