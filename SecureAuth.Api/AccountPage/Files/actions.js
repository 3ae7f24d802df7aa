import { Problem } from './api.js';
import { h, notify, whileBusy } from './dom.js';
import { textOf } from './messages.js';
import { NotChosen } from './passkeys.js';
import { Cancelled } from './step-up.js';

/** A button whose action may fail or be given up. */
export function actionButton(text, style, action, attributes) {
  return h('button', { type: 'button', class: 'button ' + style, ...attributes, click: ({ currentTarget: button }) =>
    whileBusy(button, async () => {
      try {
        await action(button);
      } catch (error) {
        if (error instanceof Problem) notify(textOf(error));
        else if (error instanceof NotChosen && error.message) notify(error.message);
        else if (!(error instanceof Cancelled || error instanceof NotChosen)) throw error;
      }
    }) }, text);
}
