import { minimumLength, required } from './settings.js';

const passwordReasons = {
  too_short: `This is too short. Use at least ${minimumLength} characters; several words are fine.`,
  too_long: 'This is too long.',
  common: 'This is a common password that attackers try first.',
  breached: 'This password has appeared in a data breach.',
  contains_personal_data: 'This contains your name or your address.',
  too_guessable: 'This is easy to guess. Add another word or two.',
  composition: `This must have ${required}.`,
};

const fieldReasons = {
  required: 'Please fill this in.',
  invalid_email: 'This is not an e-mail address.',
  too_long: 'This is too long.',
  invalid_characters: 'This contains characters that are not possible here.',
  unchanged: 'This is the same as before.',
  invalid_value: 'This is not possible here.',
  domain_not_allowed: 'Addresses of this domain cannot be used here.',
};

const texts = {
  invalid_credentials: 'The e-mail address or the password is not right.',
  account_locked: 'Too many failed attempts. Signing in with a password is locked',
  account_disabled: 'This account has been disabled. Please contact support.',
  email_not_verified: 'Your address is not verified yet. Sign in with your password, and you can have a link sent.',
  email_taken: 'There is an account with this address already.',
  invalid_temp_token: 'This took too long. Please start again.',
  invalid_code: 'This code is not right, or it has been used already.',
  invalid_token: 'This link has expired or has been used already.',
  second_factor_required: 'Please sign in again with your second factor to do this.',
  reauthentication_required: 'Please confirm that it is you.',
  conflict: 'This is not possible, because something has changed meanwhile.',
  still_needed: 'Your account must keep at least one second step. Add another one first.',
  passkey_needed: 'Your account needs this passkey: there is no other way in, or no other second step. Add another one first.',
  setup_over: 'This took too long. Please sign in again.',
  not_found: 'This does not exist any more.',
  rate_limited: 'Too many attempts from your network. Please try again',
  server_busy: 'Many people are signing in at the moment. Please try again',
  service_unavailable: 'The service is not available at the moment. Please try again',
  unreachable: 'The server cannot be reached. Please check your connection.',
  signed_out: 'You are signed out.',
  weak_password: 'Please choose another password.',
  invalid_request: 'Please check what you have entered.',
};

const waits = new Set(['account_locked', 'rate_limited', 'server_busy', 'service_unavailable']);

export function textOf(problem) {
  if (problem.code === 'account_locked' && !problem.retryAfter) {
    return 'There were a hundred failed attempts in a row. Please reset your password, or sign in with a passkey.';
  }
  const text = texts[problem.code] ?? 'Something went wrong. Please try again.';
  return waits.has(problem.code) ? `${text}${waitOf(problem.retryAfter)}.` : text;
}

export const textsOfField = (name, reasons) => reasons.map(reason =>
  (name.includes('password') ? passwordReasons[reason] : null) ?? fieldReasons[reason] ?? 'Please check this.').join(' ');

function waitOf(seconds) {
  if (!seconds) return '';
  if (seconds < 90) return ` in ${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? ` in ${minutes} minutes` : ` in ${Math.ceil(minutes / 60)} hours`;
}
