import { call } from './api.js';
import { codeForm } from './code.js';
import { h, link, notify } from './dom.js';
import { form } from './form.js';
import { passwordRules, usesCodes } from './settings.js';

const card = (...children) => h('section', { class: 'card' }, ...children);

const back = () => h('div', { class: 'links small' }, link('/account', 'Back to sign-in'));

const newPassword = {
  name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password', required: true,
  hint: `${passwordRules} Several words in a row are strong and easy to remember.`,
};

export function forgot(context) {
  const view = card(
    h('h1', { tabindex: '-1' }, 'Forgot your password?'),
    h('p', { class: 'soft' },
      `Enter your address, and we send you a ${usesCodes ? 'code' : 'link'} with which you can choose a new one.`),
    form({
      fields: [{ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', inputmode: 'email', required: true }],
      button: usesCodes ? 'Send the code' : 'Send the link',
      async submit({ email }) {
        const request = await call('POST', '/auth/password/forgot', { email: email.trim() });
        if (usesCodes) return showCode(context, view, request, email.trim());
        view.replaceChildren(
          h('h1', { tabindex: '-1' }, 'Check your mail'),
          h('p', {}, 'If there is an account for ', h('strong', {}, email.trim()),
            ', a link is on its way. It works for an hour.'),
          back());
        view.querySelector('h1').focus();
        return undefined;
      },
    }),
    back());
  return view;
}

function showCode(context, view, request, email) {
  view.replaceChildren(
    h('h1', { tabindex: '-1' }, 'Choose a new password'),
    h('p', {}, 'If there is an account for ', h('strong', {}, email),
      ', a code is on its way. All your devices will be signed out.'),
    ...codeForm({
      request,
      resend: () => call('POST', '/auth/password/forgot', { email }),
      fields: [newPassword],
      button: 'Change the password',
      async use(proof, { new_password }) {
        await call('POST', '/auth/password/reset', { ...proof, new_password });
        context.account = null;
        await context.go('/account');
        notify('Your password has been changed. You can sign in with it now.');
      },
    }),
    back());
  view.querySelector('[data-first]').focus();
}

export function reset(context) {
  if (!context.token) return linkNeeded('Choose a new password', link('/account/forgot', 'Ask for a link'));
  return card(
    h('h1', { tabindex: '-1' }, 'Choose a new password'),
    h('p', { class: 'soft' }, 'All your devices will be signed out.'),
    form({
      fields: [newPassword],
      button: 'Change the password',
      async submit({ new_password }) {
        await call('POST', '/auth/password/reset', { token: context.token, new_password });
        context.token = null;
        context.account = null;
        await context.go('/account');
        notify('Your password has been changed. You can sign in with it now.');
      },
    }),
    back());
}

/** Opening the link changes nothing, because mail scanners open links too. Only the button does. */
export const verify = context => confirm(context, {
  title: 'Verify your address',
  text: 'Confirm that this address is yours, and that you have asked for this yourself.',
  caution: [
    'If it was not you, do not confirm: somebody else may have created the account, with a password of their own. Nobody can use '
      + 'your address without this. If you want an account here yourself, ',
    link('/account/forgot', 'choose your own password'),
    ', which verifies the address too.',
  ],
  button: 'Verify my address',
  path: '/auth/email/verify',
  done: 'Your address is verified. You can sign in with it now.',
});

export const restore = context => confirm(context, {
  title: 'Keep your old address',
  text: 'Somebody has changed the address of your account. This puts the old one back, signs out every device, and sends you a '
    + 'link to choose a new password. Passkeys and an authenticator app that were added since are removed.',
  button: 'Put my address back',
  path: '/auth/email/restore',
  done: 'Your old address is back. Look into your mail for a link to choose a new password.',
});

function confirm(context, { title, text, caution, button, path, done }) {
  if (!context.token) return linkNeeded(title);
  return card(
    h('h1', { tabindex: '-1' }, title),
    h('p', { class: 'soft' }, text),
    caution ? h('p', { class: 'soft small' }, ...caution) : null,
    form({
      fields: [],
      button,
      async submit() {
        await call('POST', path, { token: context.token });
        context.token = null;
        context.account = null;
        await context.go('/account');
        notify(done);
      },
    }),
    back());
}

function linkNeeded(title, further) {
  return card(
    h('h1', { tabindex: '-1' }, title),
    h('p', {}, 'Please open this page with the link from your mail. If you have used it already, there is nothing more to do.'),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in'), further));
}
