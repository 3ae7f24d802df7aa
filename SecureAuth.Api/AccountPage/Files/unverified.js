import { Problem, call } from './api.js';
import { h, link, setTitle, whileBusy } from './dom.js';
import { textOf } from './messages.js';

/** A button that has another link sent, and the line below it. The API tells nobody whether the address waits for one. */
export function anotherLink(email, style) {
  const message = h('p', { class: 'form-message', role: 'status' });
  const say = (text, bad) => {
    message.textContent = text;
    message.classList.toggle('bad', bad);
  };

  const button = h('button', { type: 'button', class: `button ${style} wide`, click: () => whileBusy(button, async () => {
    say('', false);
    try {
      await call('POST', '/auth/email/resend', { email });
      say('If this address is not verified yet, a new link is on its way. Only the newest one works.', false);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(textOf(problem), true);
    }
  }) }, 'Send another link');
  return [button, message];
}

/** The password was right. Users who were imported have never got a link. */
export function showUnverified(context, email) {
  const title = 'Your address is not verified yet';
  const view = h('section', { class: 'card' },
    h('h1', { tabindex: '-1' }, title),
    h('p', {}, 'Before you can sign in, confirm that ', h('strong', {}, email), ' is yours. Open the link in our mail to you, or '
      + 'have another one sent.'),
    anotherLink(email, 'primary'),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in')));
  document.getElementById('main').replaceChildren(view);
  setTitle(title);
  view.querySelector('h1').focus();
}
