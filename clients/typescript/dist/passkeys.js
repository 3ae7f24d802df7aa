/** Whether this platform can use passkeys. */
export function passkeysArePossible() {
    return typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON
        === 'function';
}
/** Asks the user for a passkey. */
export async function getPasskey(options, signal) {
    const { challenge_token, ...request } = options;
    const publicKey = methods().parseRequestOptionsFromJSON(request);
    return { challenge_token, credential: toJson(await navigator.credentials.get({ publicKey, ...(signal && { signal }) })) };
}
/** Lets the user create a passkey. */
export async function createPasskey(options, signal) {
    const { challenge_token, ...request } = options;
    const publicKey = methods().parseCreationOptionsFromJSON(request);
    return { challenge_token, credential: toJson(await navigator.credentials.create({ publicKey, ...(signal && { signal }) })) };
}
function methods() {
    if (!passkeysArePossible())
        throw new TypeError('This platform has no passkeys.');
    return globalThis.PublicKeyCredential;
}
function toJson(credential) {
    if (credential === null)
        throw new DOMException('No passkey was chosen.', 'NotAllowedError');
    return credential.toJSON();
}
