import { call, inCookies } from './api.js';
import { codeForm, resendCode, verifyRegistration } from './code.js';
import { h, link } from './dom.js';
import { form } from './form.js';
import { inputsOf, usernameInput, usernameOf, usernameTaken, valuesOf } from './own-fields.js';
import { showRequiredStep } from './required-step.js';
import { passwordRules, registration, usesCodes } from './settings.js';
import { anotherLink } from './unverified.js';

export function register(context) {
  if (registration === 'open') return createAccount(context);
  return h('section', { class: 'card' },
    h('h1', { tabindex: '-1' }, 'Create an account'),
    h('p', {}, registration === 'invitation'
      ? 'You need an invitation to create an account here. Please open the link in the mail with your invitation.'
      : 'Accounts are not created here. Please ask whoever runs this service.'),
    h('div', { class: 'links small' }, link('/account', 'I have an account')));
}

/** The page of the link in an invitation. The address is part of the link, because the invitation is for it alone. */
export function accept(context) {
  if (registration === 'closed' || !context.token) return register(context);
  return createAccount(context, context.token);
}

function createAccount(context, token) {
  const card = h('section', { class: 'card' });
  card.append(
    h('h1', { tabindex: '-1' }, token ? 'You are invited' : 'Create an account'),
    h('p', { class: 'soft' }, token
      ? 'The invitation is for your address alone. Choose a password to create the account.'
      : 'It takes an e-mail address and a password.'),
    form({
      fields: [
        { name: 'display_name', label: 'Name (optional)', autocomplete: 'name', autocapitalize: 'words', maxlength: '100' },
        { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', inputmode: 'email', required: true,
          ...token ? { value: context.address } : {} },
        ...usernameInput(),
        ...inputsOf({}, true),
        { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', required: true,
          hint: `${passwordRules} Several words in a row are strong and easy to remember.` },
      ],
      button: 'Create the account',
      describe: usernameTaken,
      async submit({ display_name, email, password, ...others }) {
        const name = display_name.trim();
        const address = email.trim();
        const answer = await call('POST', '/auth/register', {
          email: address, password, ...name ? { display_name: name } : {}, ...token ? { invitation_token: token } : {},
          ...usernameOf(others, true), ...valuesOf(others, true),
        });
        if (answer?.status === 'verification_required') {
          return usesCodes ? showCode(context, card, answer, address, password) : showSent(card, address);
        }
        if (token) context.token = null;
        return finish(context, await call('POST', '/auth/login', { email: address, password, ...inCookies }));
      },
    }),
    h('div', { class: 'links small' }, link('/account', 'I have an account')));
  return card;
}

/** An account that must have a second step begins with it. */
function finish(context, answer) {
  return answer.two_fa_setup_required ? showRequiredStep(context, answer) : context.signedIn(answer);
}

function showSent(card, email) {
  card.replaceChildren(
    h('h1', { tabindex: '-1' }, 'Check your mail'),
    h('p', {}, 'We have sent a message to ', h('strong', {}, email), '. Open the link in it to finish.'),
    ...anotherLink(email, 'plain', 'Nothing there after a minute? Look into the spam folder, or have another one sent.'),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in')));
  card.querySelector('h1').focus();
}

function showCode(context, card, request, email, password) {
  card.replaceChildren(
    h('h1', { tabindex: '-1' }, 'Check your mail'),
    h('p', {}, 'We have sent a message to ', h('strong', {}, email), '. Enter the code in it to finish.'),
    ...codeForm({
      request,
      resend: () => resendCode(email),
      button: 'Verify my address',
      async use(proof) {
        await verifyRegistration(proof, password);
        await context.signedIn(await call('POST', '/auth/login', { email, password, ...inCookies }));
      },
    }),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in')));
  card.querySelector('[data-first]').focus();
}
