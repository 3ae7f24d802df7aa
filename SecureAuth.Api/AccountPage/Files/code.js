import { actionButton } from './actions.js';
import { call } from './api.js';
import { h } from './dom.js';
import { form } from './form.js';
import { textOf } from './messages.js';

/**
 * Takes the code of a mail. The token of the request for it is in this view alone, and changes with another code. `use` gets
 * both, as the members of a body.
 */
export function codeForm({ request, resend, fields = [], button, use }) {
  let requestToken = request.request_token;
  const message = h('p', { class: 'soft small', role: 'status' },
    'The code is valid for ten minutes. Look into the spam folder if there is no mail after a minute.');
  const another = actionButton('Send another code', 'plain', async () => {
    requestToken = (await resend()).request_token;
    message.textContent = 'Another code is on its way. Only that one works here now.';
  });

  return [
    form({
      fields: [
        { name: 'code', label: 'Code', autocomplete: 'one-time-code', inputmode: 'numeric', class: 'code', required: true,
          maxlength: '11', 'data-first': true },
        ...fields,
      ],
      button,
      extra: [another],
      describe: problem => problem.code === 'invalid_token'
        ? 'This code has expired, or there were too many wrong ones. Have another one sent.'
        : textOf(problem),
      submit: ({ code, ...others }) => use({ request_token: requestToken, code: code.trim() }, others),
    }),
    message,
  ];
}

/** Has a code sent that verifies an address. */
export const resendCode = email => call('POST', '/auth/email/resend', { email });

/**
 * Verifies the address of a registration. If somebody else had registered it before, the code lets its owner choose the password:
 * the one that has just been typed.
 */
export async function verifyRegistration(proof, password) {
  try {
    await call('POST', '/auth/email/verify', proof);
  } catch (problem) {
    if (problem.code !== 'conflict') throw problem;
    await call('POST', '/auth/password/reset', { ...proof, new_password: password });
  }
}
