import { actionButton } from './actions.js';
import { h, notify } from './dom.js';
import { form } from './form.js';

/** Shows the secret of an authenticator app in a card and passes the first code to `verify`. */
export function showAuthenticator(card, { secret, uri, qr_svg }, { verify, extra, heading = 'h2' }) {
  card.replaceChildren(
    h(heading, { tabindex: '-1' }, 'Set up an authenticator app'),
    h('p', {}, '1. Scan this code with your app, or ', h('a', { href: uri }, 'open it on this device'), '.'),
    h('img', { class: 'qr', alt: 'QR code for your authenticator app', src: 'data:image/svg+xml,' + encodeURIComponent(qr_svg) }),
    h('p', { class: 'hint' }, 'If you cannot scan it, enter this key:'),
    h('p', { class: 'secret' }, secret.match(/.{1,4}/g).join(' ')),
    h('p', {}, '2. Enter the six digits that the app shows now.'),
    form({
      fields: [{ name: 'code', label: 'Code', autocomplete: 'one-time-code', inputmode: 'numeric', class: 'code', required: true,
        maxlength: '6' }],
      button: 'Turn it on',
      extra,
      submit: ({ code }) => verify(code.trim()),
    }));
  card.querySelector(heading).focus();
}

export function showCodes(card, codes, first, done, heading = 'h2') {
  card.classList.add('print');
  card.replaceChildren(
    h(heading, { tabindex: '-1' }, 'Your recovery codes'),
    h('p', {}, first, ' Each of these codes works once in place of a code from your app. Keep them where you keep other ',
      'important papers: they are not shown again.'),
    h('ol', { class: 'codes' }, codes.map(code => h('li', {}, code))),
    h('div', { class: 'actions no-print' },
      actionButton('Copy', 'plain', async () => {
        await navigator.clipboard.writeText(codes.join('\n'));
        notify('The codes have been copied.');
      }),
      actionButton('Print', 'plain', () => print()),
      actionButton('I have kept them', 'primary', done)));
  card.querySelector(heading).focus();
}
