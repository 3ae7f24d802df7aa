import { Problem, callAsUser, refresh } from './api.js';
import { actionButton } from './actions.js';
import { nameOfDevice } from './agents.js';
import { showAuthenticator, showCodes } from './authenticator.js';
import { h, notify, time } from './dom.js';
import { form } from './form.js';
import { textOf } from './messages.js';
import { arePossible, create } from './passkeys.js';
import { ask, askFor } from './dialogs.js';
import { isOn, passwordRules } from './settings.js';
import { callFresh } from './step-up.js';

export async function security(context) {
  const passkeys = isOn('passkeys') ? (await callAsUser('GET', '/users/me/passkeys')).passkeys : null;
  return [
    h('div', { class: 'page-title' },
      h('h1', { tabindex: '-1' }, 'Security'),
      h('p', { class: 'soft' }, 'How you sign in, and what protects your account.')),
    ...passkeys ? [passkeyCard(context, passkeys)] : [],
    ...isOn('totp') || context.account.totp_enabled ? [authenticatorCard(context)] : [],
    passwordCard(context),
  ];
}

function passkeyCard(context, passkeys) {
  const rename = passkey => async () => {
    const field = { name: 'name', label: 'Name', value: passkey.name, maxlength: '100' };
    const renamed = await askFor('Rename the passkey', field, 'Rename', name =>
      callFresh(context, 'PATCH', `/users/me/passkeys/${passkey.id}`, { name }));
    if (renamed) await context.show();
  };

  const remove = passkey => async () => {
    if (!await ask('Remove this passkey?', `“${passkey.name}” will no longer sign you in here.`, 'Remove it')) return;
    await callFresh(context, 'DELETE', `/users/me/passkeys/${passkey.id}`).catch(needed('passkey_needed'));
    await context.reload();
    await context.show();
    notify('The passkey has been removed. You can delete it from your device too.');
  };

  const add = actionButton('Add a passkey', 'primary', async () => {
    const made = await create(await callFresh(context, 'POST', '/users/me/passkeys/options'));
    await callFresh(context, 'POST', '/users/me/passkeys', { ...made, name: nameOfDevice() });
    await context.reload();
    await context.show();
    notify('The passkey has been added.');
  });

  return h('section', { class: 'card' },
    h('h2', {}, 'Passkeys'),
    h('p', { class: 'soft' }, 'Sign in with your fingerprint, your face or the PIN of your device. A passkey cannot be phished.'),
    passkeys.length ? h('ul', { class: 'list' }, passkeys.map(passkey => h('li', {},
      h('div', {},
        h('strong', {}, passkey.name), passkey.backed_up ? h('span', { class: 'tag' }, 'synced') : null,
        h('div', { class: 'hint' }, 'Added ', time(passkey.created_at),
          passkey.last_used_at ? [', last used ', time(passkey.last_used_at)] : ', not used yet')),
      h('div', { class: 'actions' },
        actionButton('Rename', 'quiet compact', rename(passkey), { 'aria-label': `Rename ${passkey.name}` }),
        actionButton('Remove', 'danger compact', remove(passkey), { 'aria-label': `Remove ${passkey.name}` }))))) : null,
    h('p', {}),
    arePossible() ? add : h('p', { class: 'hint' }, 'This browser does not support passkeys.'));
}

/** The API refuses to remove what an account cannot do without: the last way in, or a second factor that it must have. */
const needed = code => problem => {
  throw problem.code === 'conflict' ? new Problem(code, problem.status) : problem;
};

function authenticatorCard(context) {
  const card = h('section', { class: 'card' });
  const enabled = context.account.totp_enabled;
  const setUp = actionButton('Set up', 'primary', async () => {
    showSetUp(card, context, await callFresh(context, 'POST', '/users/me/2fa/setup'));
  });
  const renew = actionButton('New recovery codes', 'plain', async () => {
    const { recovery_codes } = await callFresh(context, 'POST', '/users/me/2fa/recovery-codes');
    showCodes(card, recovery_codes, 'Your old codes no longer work.', () => context.show());
  });
  const disable = actionButton('Turn off', 'danger', () => showDisable(card, context));
  card.append(
    h('h2', {}, 'Authenticator app', h('span', { class: enabled ? 'tag' : 'tag off' }, enabled ? 'on' : 'off')),
    h('p', { class: 'soft' }, enabled
      ? 'After your password, you are asked for a code from your app. Recovery codes help if you lose it.'
      : 'An app on your phone shows a new six-digit code every 30 seconds, which you enter after your password.'),
    h('div', { class: 'actions' }, enabled ? [renew, disable] : setUp));
  return card;
}

function showSetUp(card, context, setUp) {
  showAuthenticator(card, setUp, {
    extra: actionButton('Cancel', 'quiet', () => context.show()),
    async verify(code) {
      const { recovery_codes } = await callFresh(context, 'POST', '/users/me/2fa/verify', { code });

      // From its next token on, the session counts as one with a second factor.
      await refresh();
      await context.reload();
      showCodes(card, recovery_codes, 'The authenticator app is on.', () => context.show());
    },
  });
}

function showDisable(card, context) {
  card.replaceChildren(
    h('h2', { tabindex: '-1' }, 'Turn off the authenticator app'),
    h('p', { class: 'soft' }, 'Your recovery codes will be deleted, and your password alone will sign you in.'),
    form({
      fields: [{ name: 'code', label: 'Code from your app, or a recovery code', autocomplete: 'one-time-code', class: 'code',
        required: true, maxlength: '40' }],
      button: 'Turn it off',
      danger: true,
      extra: actionButton('Cancel', 'quiet', () => context.show()),
      async submit({ code }) {
        await callFresh(context, 'POST', '/users/me/2fa/disable', { code: code.trim() }).catch(needed('still_needed'));
        await context.reload();
        await context.show();
        notify('The authenticator app is off.');
      },
    }));
  card.querySelector('input').focus();
}

function passwordCard(context) {
  return h('section', { class: 'card' },
    h('h2', {}, 'Password'),
    h('p', { class: 'soft' },
      'Last changed ', time(context.account.password_changed_at), '. A change signs out all other devices.'),
    form({
      fields: [
        { name: 'current_password', label: 'Current password', type: 'password', autocomplete: 'current-password',
          required: true },
        { name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password', required: true,
          hint: passwordRules },
      ],
      button: 'Change the password',
      describe: problem => problem.code === 'invalid_credentials' ? 'The current password is not right.' : textOf(problem),
      async submit(values) {
        await callFresh(context, 'POST', '/users/me/password', values);
        await context.reload();
        await context.show();
        notify('Your password has been changed.');
      },
    }));
}
