import { Problem } from './api.js';
import { h, whileBusy } from './dom.js';
import { textOf } from './messages.js';
import { NotChosen } from './passkeys.js';

/** Shows why a passkey was not accepted. That the user chose none is no error. */
export function showProblem(message, error) {
  if (error instanceof NotChosen) return;
  if (!(error instanceof Problem)) throw error;
  message.textContent = error.code === 'invalid_credentials' ? 'This passkey is not known here.' : textOf(error);
}

/** A button that asks for a passkey, and the line below it for what went wrong. */
export function passkeyButton(text, style, action) {
  const message = h('p', { class: 'form-message bad', role: 'alert' });
  const button = h('button', { type: 'button', class: `button ${style} wide`, click: () => whileBusy(button, async () => {
    message.textContent = '';
    await action().catch(error => showProblem(message, error));
  }) }, text);
  return { button, message };
}
