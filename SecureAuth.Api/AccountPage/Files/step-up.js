import { begin, call, callAsUser, inCookies, useFresh } from './api.js';
import { h } from './dom.js';
import { form } from './form.js';
import { textOf } from './messages.js';
import { passkeyButton } from './passkey-button.js';
import { arePossible, choose } from './passkeys.js';

/** Thrown if the user closes the dialog. */
export class Cancelled extends Error {}

/** Calls the API and asks for the password, a code or a passkey first if the sign-in was too long ago for this. */
export async function callFresh(context, method, path, body) {
  try {
    return await callAsUser(method, path, body);
  } catch (problem) {
    if (problem.code !== 'reauthentication_required' && problem.code !== 'second_factor_required') throw problem;
    await confirmIdentity(context, problem.code === 'second_factor_required');
    return callAsUser(method, path, body);
  }
}

function confirmIdentity(context, withSecondFactor) {
  const { account } = context;
  const byCode = account.totp_enabled;
  const byPassword = !byCode && !withSecondFactor;
  const canUsePasskey = arePossible() && account.passkeys > 0;
  let confirmed = false;

  const proof = byCode
    ? { name: 'code', label: 'Code from your authenticator app', autocomplete: 'one-time-code', class: 'code', required: true }
    : { name: 'password', label: 'Your password', type: 'password', autocomplete: 'current-password', required: true };

  return new Promise((resolve, reject) => {
    const dialog = h('dialog', { 'aria-labelledby': 'step-up-title', close() {
      dialog.remove();
      if (confirmed) resolve();
      else reject(new Cancelled());
    } });
    const finish = () => {
      confirmed = true;
      dialog.close();
    };

    const { button, message } = passkeyButton('Use a passkey', 'plain', async () => {
      // A sign-in with the passkey is fresh and multi-factor. The server ends the session whose place it takes. The browser may
      // offer passkeys of other accounts too, which the API refuses because of the address.
      begin(await call('POST', '/auth/passkeys', { ...await choose({ email: account.email }), ...inCookies }));
      finish();
    });

    dialog.append(
      h('h2', { id: 'step-up-title' }, 'Confirm that it is you'),
      h('p', { class: 'soft small' }, 'This is asked again a few minutes after you have signed in.'),
      byCode || byPassword ? form({
        fields: [proof],
        button: 'Confirm',
        describe: problem => problem.code === 'invalid_credentials' ? 'The password is not right.' : textOf(problem),
        async submit(values) {
          useFresh(await callAsUser('POST', '/auth/reauthenticate', { ...values, ...inCookies }));
          finish();
        },
      }) : '',
      ...canUsePasskey ? [byCode || byPassword ? h('div', { class: 'or' }, 'or') : '', button, message] : [],
      h('div', { class: 'links small' },
        h('button', { type: 'button', class: 'button quiet', click: () => dialog.close() }, 'Cancel')));
    document.body.append(dialog);
    dialog.showModal();
  });
}
