import { ProblemError, createClient } from '@secureauth/client';

// The API has another origin. Its tokens are in cookies, so that no script can read them and a reload goes on with the session.
export const auth = createClient({ baseUrl: API, transport: 'cookie' });

const messages = {
  invalid_credentials: 'The e-mail address or the password is not right.',
  invalid_code: 'This code is not right.',
  invalid_temp_token: 'This took too long. Please sign in again.',
  account_locked: 'There were too many attempts. Please wait.',
  rate_limited: 'There were too many attempts. Please wait.',
};

export const textOf = error => error instanceof ProblemError && messages[error.code] || `That failed: ${error.message}`;
