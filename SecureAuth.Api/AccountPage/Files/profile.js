import { call, callAsUser } from './api.js';
import { actionButton } from './actions.js';
import { codeForm } from './code.js';
import { h, notify, time } from './dom.js';
import { form } from './form.js';
import { ask } from './dialogs.js';
import { textOf } from './messages.js';
import { factsOf, inputsOf, usernameInput, usernameOf, usernameTaken, valuesOf } from './own-fields.js';
import { isOn, usesCodes } from './settings.js';
import { callFresh } from './step-up.js';
import { anotherLink, askForCode } from './unverified.js';

export async function profile(context) {
  // The link may have been opened elsewhere meanwhile.
  if (!context.account.email_verified) await context.reload();
  const { account } = context;
  return [
    h('div', { class: 'page-title' },
      h('h1', { tabindex: '-1' }, account.display_name ? `Hello, ${account.display_name}` : 'Profile'),
      h('p', { class: 'soft' }, 'What is known about you here.')),
    h('section', { class: 'card' },
      h('h2', {}, 'Account'),
      h('dl', { class: 'facts' },
        h('dt', {}, 'E-mail'),
        h('dd', {}, account.email,
          h('span', { class: account.email_verified ? 'tag' : 'tag off' }, account.email_verified ? 'verified' : 'not verified')),
        h('dt', {}, 'Member since'), h('dd', {}, time(account.created_at)),
        account.roles.length ? [h('dt', {}, 'Roles'), h('dd', {}, account.roles.join(', '))] : null,
        factsOf(account).flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)])),
      account.email_verified ? null : h('div', { class: 'banner' }, usesCodes
        ? askForCode(account.email, 'plain', 'Please confirm that this address is yours.', () => context.show())
        : anotherLink(account.email, 'plain',
          'Please confirm that this address is yours, with the link in our mail to you.'))),
    h('section', { class: 'card' },
      h('h2', {}, 'About you'),
      form({
        fields: [
          { name: 'display_name', label: 'How others see you', autocomplete: 'name', autocapitalize: 'words', maxlength: '100',
            value: account.display_name ?? '' },
          ...inputsOf(account.fields),
        ],
        button: 'Save',
        async submit({ display_name, ...others }) {
          context.account = await callAsUser('PATCH', '/users/me', {
            display_name: display_name.trim() || null, ...valuesOf(others),
          });
          await context.show();
          notify('This has been saved.');
        },
      })),
    ...usernameCard(context),
    emailCard(context),
    ...dataCard(context),
  ];
}

function dataCard(context) {
  const [exportable, deletable] = [isOn('export'), isOn('deletion')];
  if (!exportable && !deletable) return [];
  const offers = [exportable ? 'download everything that is held about you' : '', deletable ? 'delete your account for good' : '']
    .filter(Boolean).join(', or ');
  return [h('section', { class: 'card' },
    h('h2', {}, 'Your data'),
    h('p', { class: 'soft' }, `You can ${offers}.`),
    h('div', { class: 'actions' }, exportable ? download(context) : null, deletable ? remove(context) : null))];
}

function usernameCard(context) {
  const fields = usernameInput(context.account.username ?? '');
  return fields.length === 0 ? [] : [h('section', { class: 'card' },
    h('h2', {}, 'Username'),
    form({
      fields,
      button: 'Change the username',
      describe: usernameTaken,
      async submit(entered) {
        context.account = await callFresh(context, 'PATCH', '/users/me', usernameOf(entered));
        await context.show();
        notify('Your username has been changed.');
      },
    }))];
}

function emailCard(context) {
  const card = h('section', { class: 'card' });
  card.append(
    h('h2', {}, 'E-mail address'),
    h('p', { class: 'soft' }, 'You sign in with it, and get mails about your account there.'),
    form({
      fields: [{ name: 'new_email', label: 'New e-mail address', type: 'email', autocomplete: 'email', inputmode: 'email',
        required: true }],
      button: 'Change the address',
      describe: problem => problem.code === 'conflict'
        ? 'A change was undone recently. For your safety, the address stays as it is for three days after that change.'
        : textOf(problem),
      async submit({ new_email }) {
        const address = new_email.trim();
        const request = await callFresh(context, 'POST', '/users/me/email', { new_email: address });
        if (usesCodes) return showEmailCode(context, card, request, address);
        card.replaceChildren(
          h('h2', { tabindex: '-1' }, 'Check your mail'),
          h('p', {}, 'We have sent a link to ', h('strong', {}, address), '. Your address changes when you open it and confirm.'),
          h('p', { class: 'soft small' }, `Until then, you sign in with ${context.account.email}. A new password stops the `
            + 'change. Afterwards, your other devices are signed out.'),
          h('div', { class: 'actions' }, actionButton('Done', 'plain', () => context.show())));
        card.querySelector('h2').focus();
        return undefined;
      },
    }));
  return card;
}

function showEmailCode(context, card, request, address) {
  card.replaceChildren(
    h('h2', { tabindex: '-1' }, 'Check your mail'),
    h('p', {}, 'We have sent a code to ', h('strong', {}, address), '. Your address changes when you enter it.'),
    h('p', { class: 'soft small' }, 'A new password stops the change. Afterwards, your other devices are signed out.'),
    ...codeForm({
      request,
      resend: () => callFresh(context, 'POST', '/users/me/email', { new_email: address }),
      button: 'Change the address',
      async use(proof) {
        await call('POST', '/auth/email/verify', proof);
        await context.reload();
        await context.show();
        notify('Your address has been changed.');
      },
    }),
    h('div', { class: 'actions' }, actionButton('Not now', 'plain', () => context.show())));
  card.querySelector('[data-first]').focus();
}

function download(context) {
  return actionButton('Download my data', 'plain', async () => {
    const data = await callFresh(context, 'GET', '/users/me/export');
    const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
    h('a', { href: address, download: 'account.json' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}

function remove(context) {
  return actionButton('Delete my account', 'danger', async () => {
    const sure = await ask('Delete your account?', 'Your data is erased and all devices are signed out. This cannot be undone.',
      'Delete my account');
    if (!sure) return;
    await callFresh(context, 'DELETE', '/users/me');
    await context.ended('Your account has been deleted.');
  });
}
