import { Problem, call } from './api.js';
import { codeForm, resendCode } from './code.js';
import { h, link, notify, setTitle, whileBusy } from './dom.js';
import { textOf } from './messages.js';
import { usesCodes } from './settings.js';

/**
 * A button that has another link sent. What has come of it takes the place of the text above, so that nothing moves. The API
 * tells nobody whether the address waits for a link.
 */
export function anotherLink(email, style, text) {
  const message = h('p', { role: 'status' }, text);
  const say = (result, bad) => {
    message.textContent = result;
    message.classList.toggle('bad', bad);
  };

  const button = h('button', { type: 'button', class: `button ${style} wide`, click: () => whileBusy(button, async () => {
    try {
      await call('POST', '/auth/email/resend', { email });
      say('If this address is not verified yet, a new link is on its way. Only the newest one works.', false);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(textOf(problem), true);
    }
  }) }, 'Send another link');
  return [message, button];
}

/** A button that has a code sent, and then takes it. */
export function askForCode(email, style, text, verified) {
  const box = h('div', {});
  const button = h('button', { type: 'button', class: `button ${style} wide`, click: () => whileBusy(button, async () => {
    try {
      const request = await resendCode(email);
      box.replaceChildren(
        h('p', {}, 'We have sent a code to ', h('strong', {}, email), '.'),
        ...codeForm({ request, resend: () => resendCode(email), button: 'Verify my address', async use(proof) {
          await call('POST', '/auth/email/verify', proof);
          await verified();
          notify('Your address is verified.');
        } }));
      box.querySelector('[data-first]').focus();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      message.textContent = textOf(problem);
      message.classList.add('bad');
    }
  }) }, 'Send me a code');
  const message = h('p', { role: 'status' }, text);
  box.append(message, button);
  return box;
}

/** The password was right. Users who were imported have never got a link. */
export function showUnverified(context, email) {
  const title = 'Your address is not verified yet';
  const view = h('section', { class: 'card' },
    h('h1', { tabindex: '-1' }, title),
    h('p', {}, 'Before you can sign in, confirm that ', h('strong', {}, email), ' is yours.'),
    usesCodes
      ? askForCode(email, 'primary', 'We send you a code for it.', () => context.go('/account'))
      : anotherLink(email, 'primary',
        'Open the link in our mail to you. If you have none, or it is too old, have another one sent.'),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in')));
  document.getElementById('main').replaceChildren(view);
  setTitle(title);
  view.querySelector('h1').focus();
}
