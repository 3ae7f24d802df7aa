import type { operations, paths } from './schema.js';
import type { Client } from 'openapi-fetch';
import { operationTable } from './operations.js';
import type { ConfiguredAnswers, ConfiguredBodies } from './configured.js';

type Operations = operations;
type Table = typeof operationTable;

/** Operations whose answers are tokens. The client has methods of its own for them, and keeps the tokens. */
const managed = [
  'login', 'loginSecondFactor', 'loginWithPasskey', 'getPasskeyLoginOptions', 'refresh', 'logout', 'reauthenticate',
] as const;

type Managed = typeof managed[number];

export type OperationId = Exclude<keyof Operations & keyof Table, Managed>;

type Members<T, Name extends string> = T extends { [N in Name]?: infer M } ? Exclude<M, undefined> : never;

/** A member that the operation does not have is not there, and one whose members are all optional is optional. */
type Part<Name extends string, T> = [T] extends [never] ? unknown
  : Record<never, never> extends T ? { [N in Name]?: T } : { [N in Name]: T };

type BodyOf<Id extends OperationId> = Id extends keyof ConfiguredBodies ? ConfiguredBodies[Id] : DocumentedBodyOf<Id>;

type DocumentedBodyOf<Id extends OperationId> =
  Operations[Id] extends { requestBody?: infer B } ? Exclude<B, undefined> extends { content: { 'application/json': infer J } }
    ? Exclude<J, null> : never : never;

/** What an operation takes. */
export type Input<Id extends OperationId> =
  & Part<'path', Members<Operations[Id]['parameters'], 'path'>>
  & Part<'query', Members<Operations[Id]['parameters'], 'query'>>
  & Part<'body', BodyOf<Id>>
  & CallOptions;

export interface CallOptions {
  signal?: AbortSignal;

  /** An id for the request, 8 to 64 letters, digits, dots, dashes and underscores. By default the server makes one. */
  requestId?: string;
}

type Success = 200 | 201 | 202;

type Content<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;

type Bodies<R> = { [S in keyof R]: S extends Success ? Content<R[S]> : never }[keyof R];

/** What an operation returns. An operation whose answer has no body returns nothing. */
export type Output<Id extends OperationId> = Id extends keyof ConfiguredAnswers ? ConfiguredAnswers[Id] : DocumentedOutput<Id>;

type DocumentedOutput<Id extends OperationId> =
  [Bodies<Operations[Id]['responses']>] extends [never] ? undefined : Bodies<Operations[Id]['responses']>;

type Method<Id extends OperationId> = Record<never, never> extends Input<Id>
  ? (input?: Input<Id>) => Promise<Output<Id>>
  : (input: Input<Id>) => Promise<Output<Id>>;

/** The operations of the API under their names in the OpenAPI document. */
export type Api = { readonly [Id in OperationId]: Method<Id> };

interface AnyInput extends CallOptions {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

type AnyRequest = (method: string, path: string, init: unknown) => Promise<{ data?: unknown }>;

/** @param clients The client that sends the access token, and the one that does not. */
export function createApi(clients: { signedIn: Client<paths>; anonymous: Client<paths> }): Api {
  const offered = Object.entries(operationTable).filter(([id]) => !managed.includes(id as Managed));
  const entries = offered.map(([id, [method, path, needsToken]]) => {
    const request = (needsToken ? clients.signedIn : clients.anonymous).request as unknown as AnyRequest;
    const call = async ({ path: pathParameters, query, body, ...options }: AnyInput = {}) => {
      const { data } = await request(method, path, { params: { path: pathParameters, query }, body, ...initOf(options) });
      return data;
    };
    return [id, call];
  });
  return Object.freeze(Object.fromEntries(entries)) as Api;
}

/** The parts of a request that every call may have. */
export function initOf({ signal, requestId }: CallOptions): { signal?: AbortSignal; headers?: Record<string, string> } {
  return {
    ...(signal && { signal }),
    ...(requestId !== undefined && { headers: { 'X-Request-Id': requestId } }),
  };
}
