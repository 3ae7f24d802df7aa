/** What is known of an answer. Neither a token nor a body is part of it, so that it can be logged. */
export interface Answer {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly requestId: string | null;
    readonly milliseconds: number;
}
export interface TransportOptions {
    /** Sends a request. By default the platform's `fetch`. */
    fetch?: (request: Request) => Promise<Response>;
    /** How long to wait for an answer, in milliseconds. */
    timeout?: number;
    /** How often a request is repeated that the server has put off (429, 503). */
    maxRetries?: number;
    /** The longest `Retry-After` that is waited for, in milliseconds. A longer one is an error for the caller. */
    maxRetryDelay?: number;
    /** Called with each answer, such as for a log. */
    onAnswer?: (answer: Answer) => void;
}
export interface SendOptions {
    /** Whether the request may be executed twice, so that it is repeated even if it is not known to have failed. */
    repeatable?: boolean;
    timeout?: number;
    maxRetries?: number;
}
/** Sends requests, and repeats those that the server has put off. An answer that is no success is an exception. */
export declare class Transport {
    #private;
    constructor(options: TransportOptions);
    send(request: Request, options?: SendOptions): Promise<Response>;
    /** Sends a request once. The answer may be an error. */
    exchange(request: Request, timeout?: number): Promise<Response>;
}
