import type { components } from './schema.js';

type Schemas = components['schemas'];

/** The operator's own fields by their names (`Accounts__Fields`). Null removes a value. */
export type Fields = Record<string, string | number | boolean | null>;

/** The code of a mail, and what belongs to it: the `request_token` of the answer to the request for the mail. */
export interface MailedCode {
  request_token: string;
  code: string;
}

/** What the server answers to a request for a mail with a code. */
export interface RequestedCode {
  request_token?: string;

  /** In seconds. */
  expires_in?: number;
}

interface ChoosesLink {
  /** The base URL of the link in the mail: one of `Email__LinkBases`, by default `Email__LinkBase`. */
  link_base?: string;
}

/**
 * Bodies with the members that a server knows with certain settings alone. Others refuse them. The document that the types are
 * generated from is that of a server with the defaults.
 */
export interface ConfiguredBodies {
  register: Schemas['RegisterRequest'] & ChoosesLink & { username?: string; fields?: Fields };
  updateMe: Schemas['UpdateUserRequest'] & { username?: string | null; fields?: Fields };
  verifyEmail: Schemas['VerifyEmailRequest'] | MailedCode;
  resetPassword: Schemas['ResetPasswordRequest'] | MailedCode & { new_password: string };
  resendVerification: Schemas['ResendVerificationRequest'] & ChoosesLink;
  forgotPassword: Schemas['ForgotPasswordRequest'] & ChoosesLink;
  changeEmail: Schemas['ChangeEmailRequest'] & ChoosesLink;
  invite: Schemas['InviteRequest'] & ChoosesLink;
}

type User = Schemas['UserResponse'] & { username?: string | null; fields?: Fields };

/** Answers, likewise. */
export interface ConfiguredAnswers {
  register: (User | Schemas['RegistrationAcceptedResponse']) & RequestedCode;
  getMe: User;
  updateMe: User;
  resendVerification: RequestedCode | undefined;
  forgotPassword: RequestedCode | undefined;
  changeEmail: RequestedCode | undefined;
}
