import { Problem, call, inCookies } from './api.js';
import { nameOfDevice } from './agents.js';
import { showAuthenticator, showCodes } from './authenticator.js';
import { h, setTitle } from './dom.js';
import { form } from './form.js';
import { passkeyButton } from './passkey-button.js';
import { arePossible, create } from './passkeys.js';
import { isOn } from './settings.js';

/** The password was right, and the account needs a second step before anybody gets in. The token lives for ten minutes. */
export function showRequiredStep(context, { setup_token }) {
  async function send(path, body) {
    try {
      return await call('POST', path, body, setup_token);
    } catch (problem) {
      throw problem.code === 'invalid_token' ? new Problem('setup_over', problem.status) : problem;
    }
  }

  const card = h('section', { class: 'card' });
  const again = () => h('div', { class: 'links small' }, h('a', { href: '/account', click: event => {
    event.preventDefault();
    context.show();
  } }, 'Start again'));

  const { button, message } = passkeyButton('Create a passkey', 'plain', async () => {
    const made = await create(await send('/users/me/passkeys/options'));
    await context.signedIn(await send('/users/me/passkeys', { ...made, name: nameOfDevice(), ...inCookies }));
  });

  async function setUpApp() {
    showAuthenticator(card, await send('/users/me/2fa/setup'), {
      heading: 'h1',
      async verify(code) {
        const { recovery_codes, ...pair } = await send('/users/me/2fa/verify', { code, ...inCookies });
        context.begin(pair);
        showCodes(card, recovery_codes, 'You are signed in, and the authenticator app is on.',
          () => context.go('/account/profile'), 'h1');
      },
    });
    card.append(again());
  }

  card.append(
    h('h1', { tabindex: '-1' }, 'Set up a second step'),
    h('p', { class: 'soft' }, 'Your account must be protected by more than a password. Choose how you want to confirm that it is '
      + 'you from now on.'),
    ...isOn('totp') ? [form({ fields: [], button: 'Use an authenticator app', submit: setUpApp })] : [],
    ...isOn('totp') && arePossible() ? [h('div', { class: 'or' }, 'or')] : [],
    ...arePossible() ? [button, message] : [],
    ...isOn('totp') || arePossible() ? [] : [h('p', {}, 'This browser does not support passkeys. Please use another one.')],
    again());
  document.getElementById('main').replaceChildren(card);
  setTitle('Set up a second step');
  card.querySelector('h1').focus();
}
