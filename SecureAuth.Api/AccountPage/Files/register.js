import { call, inCookies } from './api.js';
import { h, link } from './dom.js';
import { form } from './form.js';
import { passwordRules } from './settings.js';
import { anotherLink } from './unverified.js';

export function register(context) {
  const card = h('section', { class: 'card' });
  card.append(
    h('h1', { tabindex: '-1' }, 'Create an account'),
    h('p', { class: 'soft' }, 'It takes an e-mail address and a password.'),
    form({
      fields: [
        { name: 'display_name', label: 'Name (optional)', autocomplete: 'name', autocapitalize: 'words', maxlength: '100' },
        { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', inputmode: 'email', required: true },
        { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', required: true,
          hint: `${passwordRules} Several words in a row are strong and easy to remember.` },
      ],
      button: 'Create the account',
      async submit({ display_name, email, password }) {
        const name = display_name.trim();
        const address = email.trim();
        const answer = await call('POST', '/auth/register', { email: address, password, ...name ? { display_name: name } : {} });
        if (answer?.status === 'verification_required') return showSent(card, address);
        return context.signedIn(await call('POST', '/auth/login', { email: address, password, ...inCookies }));
      },
    }),
    h('div', { class: 'links small' }, link('/account', 'I have an account')));
  return card;
}

function showSent(card, email) {
  card.replaceChildren(
    h('h1', { tabindex: '-1' }, 'Check your mail'),
    h('p', {}, 'We have sent a message to ', h('strong', {}, email), '. Open the link in it to finish.'),
    ...anotherLink(email, 'plain', 'Nothing there after a minute? Look into the spam folder, or have another one sent.'),
    h('div', { class: 'links small' }, link('/account', 'Back to sign-in')));
  card.querySelector('h1').focus();
}
