import { operationTable } from './operations.js';
/** Operations whose answers are tokens. The client has methods of its own for them, and keeps the tokens. */
const managed = [
    'login', 'loginSecondFactor', 'loginWithPasskey', 'getPasskeyLoginOptions', 'refresh', 'logout', 'reauthenticate',
];
/** @param clients The client that sends the access token, and the one that does not. */
export function createApi(clients) {
    const offered = Object.entries(operationTable).filter(([id]) => !managed.includes(id));
    const entries = offered.map(([id, [method, path, needsToken]]) => {
        const request = (needsToken ? clients.signedIn : clients.anonymous).request;
        const call = async ({ path: pathParameters, query, body, ...options } = {}) => {
            const { data } = await request(method, path, { params: { path: pathParameters, query }, body, ...initOf(options) });
            return data;
        };
        return [id, call];
    });
    return Object.freeze(Object.fromEntries(entries));
}
/** The parts of a request that every call may have. */
export function initOf({ signal, requestId }) {
    return {
        ...(signal && { signal }),
        ...(requestId !== undefined && { headers: { 'X-Request-Id': requestId } }),
    };
}
