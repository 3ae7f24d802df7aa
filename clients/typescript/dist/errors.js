/** Every error of this package, apart from the reason of an abort signal. */
export class SecureAuthError extends Error {
}
/** The server has refused a request (RFC 9457). Branch on `code`. */
export class ProblemError extends SecureAuthError {
    name = 'ProblemError';
    code;
    status;
    title;
    requestId;
    /** The invalid fields, with the reasons for each. */
    fields;
    /** How many seconds to wait before a retry, where waiting helps. */
    retryAfter;
    constructor(problem, answer) {
        super(problem.detail);
        this.code = problem.code;
        this.status = answer.status;
        this.title = problem.title;
        this.requestId = problem.request_id ?? requestIdOf(answer);
        this.fields = problem.errors ?? {};
        this.retryAfter = retryAfterOf(answer);
    }
}
/** An answer that is not the server's, such as a proxy's page. */
export class UnexpectedAnswerError extends SecureAuthError {
    name = 'UnexpectedAnswerError';
    status;
    requestId;
    retryAfter;
    constructor(answer) {
        super(`The answer has the status ${answer.status} and is not one of the API.`);
        this.status = answer.status;
        this.requestId = requestIdOf(answer);
        this.retryAfter = retryAfterOf(answer);
    }
}
/** There was no answer, or not a whole one. The server may have executed the request all the same. */
export class ConnectionError extends SecureAuthError {
    name = 'ConnectionError';
    constructor(cause) {
        super('There was no answer.', { cause });
    }
}
/** The user has to sign in. */
export class SessionEndedError extends SecureAuthError {
    name = 'SessionEndedError';
    reason;
    requestId;
    constructor(reason, requestId = null) {
        super(reason === 'signed_out' ? 'Nobody is signed in.' : `The session has ended: ${reason}.`);
        this.reason = reason;
        this.requestId = requestId;
    }
}
export function requestIdOf(answer) {
    return answer.headers.get('x-request-id');
}
/** The error of an answer that is not a success. */
export async function errorOf(answer) {
    const type = answer.headers.get('content-type') ?? '';
    if (!/^application\/problem\+json\b/i.test(type)) {
        await answer.body?.cancel();
        return new UnexpectedAnswerError(answer);
    }
    const problem = await answer.json().catch(() => null);
    return isProblem(problem) ? new ProblemError(problem, answer) : new UnexpectedAnswerError(answer);
}
function isProblem(value) {
    return typeof value === 'object' && value !== null && typeof value.code === 'string';
}
/** A proxy may send a date instead of seconds. */
function retryAfterOf(answer) {
    const value = answer.headers.get('retry-after')?.trim();
    if (!value)
        return null;
    const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
    return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
