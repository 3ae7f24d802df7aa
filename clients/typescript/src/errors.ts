import type { components } from './schema.js';

type Problem = components['schemas']['Problem'];

/** The codes that this version knows. A newer server may send others. */
export type ErrorCode = Problem['code'];

/** Why a field was refused. */
export type FieldReason = NonNullable<Problem['errors']>[string][number];

/** Every error of this package, apart from the reason of an abort signal. */
export abstract class SecureAuthError extends Error {}

/** The server has refused a request (RFC 9457). Branch on `code`. */
export class ProblemError extends SecureAuthError {
  override readonly name = 'ProblemError';

  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly requestId: string | null;

  /** The invalid fields, with the reasons for each. */
  readonly fields: Readonly<Record<string, readonly FieldReason[]>>;

  /** How many seconds to wait before a retry, where waiting helps. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, answer: Response) {
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
  override readonly name = 'UnexpectedAnswerError';

  readonly status: number;
  readonly requestId: string | null;
  readonly retryAfter: number | null;

  constructor(answer: Response) {
    super(`The answer has the status ${answer.status} and is not one of the API.`);
    this.status = answer.status;
    this.requestId = requestIdOf(answer);
    this.retryAfter = retryAfterOf(answer);
  }
}

/** There was no answer, or not a whole one. The server may have executed the request all the same. */
export class ConnectionError extends SecureAuthError {
  override readonly name = 'ConnectionError';

  constructor(cause: unknown) {
    super('There was no answer.', { cause });
  }
}

/** Why there is no session: nobody is signed in, or the server has ended the session. */
export type SessionEnd = 'signed_out' | 'invalid_refresh_token' | 'refresh_token_reused';

/** The user has to sign in. */
export class SessionEndedError extends SecureAuthError {
  override readonly name = 'SessionEndedError';

  readonly reason: SessionEnd;
  readonly requestId: string | null;

  constructor(reason: SessionEnd, requestId: string | null = null) {
    super(reason === 'signed_out' ? 'Nobody is signed in.' : `The session has ended: ${reason}.`);
    this.reason = reason;
    this.requestId = requestId;
  }
}

export function requestIdOf(answer: Response): string | null {
  return answer.headers.get('x-request-id');
}

/** The error of an answer that is not a success. */
export async function errorOf(answer: Response): Promise<ProblemError | UnexpectedAnswerError> {
  const type = answer.headers.get('content-type') ?? '';
  if (!/^application\/problem\+json\b/i.test(type)) {
    await answer.body?.cancel();
    return new UnexpectedAnswerError(answer);
  }
  const problem: unknown = await answer.json().catch(() => null);
  return isProblem(problem) ? new ProblemError(problem, answer) : new UnexpectedAnswerError(answer);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof (value as Problem).code === 'string';
}

/** A proxy may send a date instead of seconds. */
function retryAfterOf(answer: Response): number | null {
  const value = answer.headers.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
