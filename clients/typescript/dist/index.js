export { Client, createClient } from './client.js';
export { ConnectionError, ProblemError, SecureAuthError, SessionEndedError, UnexpectedAnswerError } from './errors.js';
export { createPasskey, getPasskey, passkeysArePossible } from './passkeys.js';
export { SecondFactorStep, SetUpStep } from './sign-in.js';
export { memoryStore, memoryStoreWithDevice, webStorageStore } from './store.js';
