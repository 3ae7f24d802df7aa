import type { components } from './schema.js';
type Problem = components['schemas']['Problem'];
/** The codes that this version knows. A newer server may send others. */
export type ErrorCode = Problem['code'];
/** Why a field was refused. */
export type FieldReason = NonNullable<Problem['errors']>[string][number];
/** Every error of this package, apart from the reason of an abort signal. */
export declare abstract class SecureAuthError extends Error {
}
/** The server has refused a request (RFC 9457). Branch on `code`. */
export declare class ProblemError extends SecureAuthError {
    readonly name = "ProblemError";
    readonly code: ErrorCode;
    readonly status: number;
    readonly title: string;
    readonly requestId: string | null;
    /** The invalid fields, with the reasons for each. */
    readonly fields: Readonly<Record<string, readonly FieldReason[]>>;
    /** How many seconds to wait before a retry, where waiting helps. */
    readonly retryAfter: number | null;
    constructor(problem: Problem, answer: Response);
}
/** An answer that is not the server's, such as a proxy's page. */
export declare class UnexpectedAnswerError extends SecureAuthError {
    readonly name = "UnexpectedAnswerError";
    readonly status: number;
    readonly requestId: string | null;
    readonly retryAfter: number | null;
    constructor(answer: Response);
}
/** There was no answer, or not a whole one. The server may have executed the request all the same. */
export declare class ConnectionError extends SecureAuthError {
    readonly name = "ConnectionError";
    constructor(cause: unknown);
}
/** Why there is no session: nobody is signed in, or the server has ended the session. */
export type SessionEnd = 'signed_out' | 'invalid_refresh_token' | 'refresh_token_reused';
/** The user has to sign in. */
export declare class SessionEndedError extends SecureAuthError {
    readonly name = "SessionEndedError";
    readonly reason: SessionEnd;
    readonly requestId: string | null;
    constructor(reason: SessionEnd, requestId?: string | null);
}
export declare function requestIdOf(answer: Response): string | null;
/** The error of an answer that is not a success. */
export declare function errorOf(answer: Response): Promise<ProblemError | UnexpectedAnswerError>;
export {};
