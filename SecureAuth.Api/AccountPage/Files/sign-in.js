import { call, inCookies } from './api.js';
import { h, link, setTitle } from './dom.js';
import { form } from './form.js';
import { passkeyButton, showProblem } from './passkey-button.js';
import { arePossible, choose, offer } from './passkeys.js';
import { showRequiredStep } from './required-step.js';
import { registration, usernames } from './settings.js';
import { showUnverified } from './unverified.js';

export function signIn(context) {
  const reason = context.reason;
  context.reason = '';
  const finish = async chosen => context.signedIn(await call('POST', '/auth/passkeys', { ...chosen, ...inCookies }));
  const { button, message } = passkeyButton('Sign in with a passkey', 'plain', async () => finish(await choose()));

  // Whoever clicks into the e-mail field can choose a passkey there, without a further click.
  offer().then(chosen => chosen && finish(chosen)).catch(error => showProblem(message, error));

  return h('section', { class: 'card' },
    h('h1', { tabindex: '-1' }, 'Sign in'),
    reason ? h('div', { class: 'banner', role: 'status' }, h('p', {}, reason)) : h('p', { class: 'soft' }, 'Welcome back.'),
    form({
      fields: [
        { name: 'email', autocomplete: 'username webauthn', required: true, 'data-first': true,
          ...usernames === 'off' ? { label: 'E-mail', type: 'email', inputmode: 'email' } : { label: 'E-mail or username' } },
        { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true },
      ],
      button: 'Sign in',
      async submit({ email, password }) {
        const answer = await call('POST', '/auth/login', { ...whoIs(email.trim()), password, ...inCookies }).catch(unverified);
        if (!answer) return showUnverified(context, email.trim());
        if (answer.two_fa_setup_required) return showRequiredStep(context, answer);
        if (answer.two_fa_required) return showSecondFactor(context, answer);
        return context.signedIn(answer);
      },
    }),
    arePossible() ? [h('div', { class: 'or' }, 'or'), button, message] : null,
    h('div', { class: 'links small' },
      registration === 'open' ? link('/account/register', 'Create an account') : null,
      link('/account/forgot', 'Forgot your password?')));
}

/** A username has no @. */
const whoIs = name => usernames === 'off' || name.includes('@') ? { email: name } : { username: name };

function unverified(problem) {
  if (problem.code !== 'email_not_verified') throw problem;
}

/** The challenge lives for five minutes, and this view with it. */
function showSecondFactor(context, { temp_token, methods }) {
  const canUsePasskey = arePossible() && methods.includes('passkey');
  const canUseCode = methods.some(method => method !== 'passkey');
  async function finish(proof) {
    return context.signedIn(await call('POST', '/auth/login/2fa', { temp_token, ...proof, ...inCookies }));
  }

  const { button, message } = passkeyButton('Use a passkey', canUseCode ? 'plain' : 'primary', async () =>
    finish({ method: 'passkey', ...await choose({ temp_token }) }));

  const view = h('section', { class: 'card' },
    h('h1', { tabindex: '-1' }, 'Second step'),
    h('p', { class: 'soft' }, canUseCode
      ? 'Enter the six digits that your authenticator app shows, or one of your recovery codes.'
      : 'Confirm with your passkey that it is you.'),
    canUseCode ? form({
      fields: [{ name: 'code', label: 'Code', autocomplete: 'one-time-code', class: 'code', required: true, maxlength: '40' }],
      button: 'Continue',
      submit: ({ code }) => finish({ code: code.trim() }),
    }) : null,
    canUsePasskey ? [canUseCode ? h('div', { class: 'or' }, 'or') : null, button, message] : null,
    h('div', { class: 'links small' }, h('a', { href: '/account', click: event => {
      event.preventDefault();
      context.show();
    } }, 'Start again')));
  document.getElementById('main').replaceChildren(view);
  setTitle('Second step');
  (view.querySelector('input') ?? button).focus();
}
