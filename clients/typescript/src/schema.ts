// Generated from docs/openapi.json by "npm run generate". Do not edit.

export interface paths {
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account
         * @description If addresses have to be verified (`Accounts__EmailVerification=Required`, the default), the response is 202 for a new and for a taken address, and a mail says the rest. If the address has an account that was never verified, its password ends, because somebody else may have chosen it, and the mail lets the owner choose one. Otherwise it is 201 for a new address and 409 for a taken one. After a 503 or a lost connection, retry. If the retry returns `email_taken`, the first request may have succeeded: sign in with the password that you sent. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that belongs to the code. With an invitation it is always 201, or `invalid_token` if the invitation is unknown, expired, replaced, withdrawn or used, if it is for another address, or if the address has an account.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody
         * @description For users with a role of `Accounts__InvitingRoles`; for others, and unless the operator has named such a role, this path does not exist. Mails a token with which the address, and no other, can register within seven days. The response is the same if the address has an account or a recent invitation, and no mail is sent then. A newer invitation replaces an older one after an hour. An invitation ends when its inviter can no longer invite. It promises no role. A user can invite fifty addresses a day.
         */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the e-mail address
         * @description Sends a mail to the new address and tells the present one. The change takes effect when the token of the mail is sent to `/auth/email/verify`, which also ends all other sessions. The response is the same if the new address belongs to another account, whose owner is told. A newer request replaces an older one, and a new password ends it. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that belongs to the code. A user can make five requests an hour, and none (`conflict`) until 72 hours after a change that was undone.
         */
        post: operations["changeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a change of the e-mail address
         * @description The token comes from the mail that the former address gets when it is changed. It is valid for 72 hours after the change, whatever happens to the account in the meantime, and until an older change is undone. The call puts the former address back, ends all sessions, removes the passkeys and the second factor that were added since the change, and sends a mail to reset the password. Until the 72 hours have passed, nobody else can get the former address.
         */
        post: operations["restoreEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login/2fa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in with a second factor
         * @description The temporary token is valid for five minutes and at most five codes. It can start one session. With the method `passkey`, send the challenge token and the credential instead of a code; `invalid_credentials` means that the credential was not accepted.
         */
        post: operations["loginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the security events of the account
         * @description Sign-ins, refused attempts, changes, and what operators did to the account, newest first. Refreshes of tokens are left out; the export has them.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download everything that is stored about the user
         * @description A JSON file with the account, the sessions and all security events, but no secret and no hash of one. It needs no fresh authentication, because the same token can read most of it elsewhere. The download is recorded as `data_exported`, which the user sees in the activity.
         */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an e-mail address
         * @description The token comes from the link of the mail. Opening the link does not use it up, only this call does. It is valid for 24 hours, until a newer one is sent, and until the password or the address is changed. The token for a new address (`/users/me/email`) is used here too and makes that the address of the account, unless somebody else has got it in the meantime. Where mails carry codes (`Email__Proof=Code`), send `request_token` and `code` instead: a wrong code is `invalid_code`, and after five guesses or ten minutes, all are `invalid_token`. A right one is `conflict` if it sets a password, because the account has none: send it to `/auth/password/reset`.
         */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another mail to verify an e-mail address
         * @description The response is the same for every address. A mail is sent if an account with this address is not verified yet, at most five an hour. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that belongs to the code.
         */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with an e-mail address and a password
         * @description Starts a session, or returns a temporary token if the user has a second factor, or a setup token if the user must have one and has none. Five wrong passwords lock the e-mail address for 15 minutes, whether or not an account exists. A device that sends its device token is not affected by that lock. It has five attempts of its own.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the options for a sign-in with a passkey
         * @description Returns the options for `navigator.credentials.get()` and a challenge token, which is valid for five minutes and for one attempt. Without a body, any passkey can be used.
         */
        post: operations["getPasskeyLoginOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description Starts a session that counts as multi-factor, because the authenticator has verified the user. It works while the account is locked after wrong passwords. `invalid_temp_token` means that the challenge token is unknown, expired or used.
         */
        post: operations["loginWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Re-authenticate
         * @description Returns an access token with a new `auth_time`. For five minutes, it is accepted by operations that require a recent authentication. Tokens from a later refresh have the original `auth_time` of the session. A user with a second factor must send a code, and any other user must send the password. A sign-in with a passkey is a recent authentication too, and the only one for a user without a password.
         */
        post: operations["reauthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/2fa/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the setup of an authenticator app
         * @description The second factor is not enabled until a code has been verified. Another setup before that replaces the secret. The setup token from `/auth/login` is accepted too.
         */
        post: operations["setUpTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/2fa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the authenticator app
         * @description Enables the second factor and returns ten recovery codes, which are not shown again. The code cannot be used again. A setup expires after ten minutes. With the setup token from `/auth/login`, the response contains a token pair too, and the token cannot be used again.
         */
        post: operations["verifyTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/2fa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the authenticator app and the recovery codes
         * @description `conflict` if there is none, or if the user must have a second factor and has no passkey.
         */
        post: operations["disableTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/2fa/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the recovery codes
         * @description Returns ten new codes, which are not shown again. The former ones become invalid.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for a new token pair
         * @description A refresh token can be used once. If it is sent again within a grace period of a few seconds, the response contains the same new refresh token, so that a client can retry after a lost response. Any later reuse ends the session. Tabs of a browser share the token in the cookie, so that one stays the same for those seconds.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session or all sessions of the user
         * @description Accepts a refresh token in the body, a bearer token, or both, or the cookies. The response is 204 even if a token is invalid. Access tokens of an ended session are rejected.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask whether a token is valid and what it says (RFC 7662)
         * @description For a token that is expired, revoked, used or not one of this server, the response is `{"active": false}`. It may be cached for a second, so a sign-out takes effect within two.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session of a token (RFC 7009)
         * @description The response is 200 even if the token is invalid. Ends the session: its refresh token and its access tokens. A refresh token that has been used ends its session too.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Learn which sessions have been ended, as soon as they are
         * @description For services that verify access tokens on their own. A token is revoked if its `sid` is in one of the responses, or is lower than `first_session`, or if its `roles_version` is lower than that of its `sub` in `roles`. Without `since`, or with a cursor of another server, the response begins a new list (`reset`) with all revocations of tokens that may not have expired. With it, the response has what came after, at once if there is something, and else when there is something or after `wait` seconds. While the server cannot promise that nothing older than a second is missing, the response is 503.
         */
        get: operations["listRevocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in user
         * @description The account as it is now, which the claims of an access token may be older than.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Delete the account
         * @description Ends all sessions at once and erases the personal data. The audit log keeps its events with the user's id, without addresses and user agents. The account cannot be restored. A later registration with the same e-mail creates a new account.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /**
         * Change the display name
         * @description A member that is absent changes nothing. `null` removes the display name.
         */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/v1/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the user's sessions
         * @description The sessions that have not ended, one for each sign-in, the most recently used first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all other sessions of the user
         * @description The device tokens of all other devices become invalid too. An operator can demand an authentication of the last five minutes.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description The device token of the session's device becomes invalid too. An operator can demand an authentication of the last five minutes.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description Ends all other sessions of the user. A wrong current password counts towards the account's lockout.
         */
        post: operations["changePassword"];
        /**
         * Sign in with passkeys alone
         * @description Removes the password and ends all other sessions of the user. It is `conflict` if the user has no passkey, or no password. A mail to reset a forgotten password sets one again.
         */
        delete: operations["removePassword"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a mail to reset a forgotten password
         * @description The response is the same for every address. A mail is sent if there is an active account with this address, at most five an hour. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that belongs to the code.
         */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password with the token of a mail
         * @description Ends all sessions and the lockout of the account, and verifies its address. It signs nobody in, and a second factor stays enabled. If the address was not verified before, somebody else may have registered it: the names, the fields that users edit and the passkeys are removed, and where addresses must be verified, the authenticator app too. The token is valid for one hour, until a newer one is sent, and until the password or the address is changed. A weak password does not use it up. Where mails carry codes (`Email__Proof=Code`), send `request_token` and `code` instead: a wrong code is `invalid_code`, and after five guesses or ten minutes, all are `invalid_token`.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the user's passkeys
         * @description The passkeys of the user on all devices, the oldest first.
         */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Add a passkey
         * @description `invalid_credentials` means that the credential was not accepted, `invalid_temp_token` that the challenge token is unknown, expired or used, and `conflict` that the credential is registered already. With the setup token from `/auth/login`, the response contains a token pair too, and the setup token cannot be used again.
         */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the options for a new passkey
         * @description Returns the options for `navigator.credentials.create()` and a challenge token, which is valid for five minutes, for one attempt and in this session. A user can have 20 passkeys. The setup token from `/auth/login` is accepted too.
         */
        post: operations["getPasskeyCreationOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a passkey
         * @description The last passkey cannot be removed if the account has no password, or if the user must have a second factor and has no authenticator app.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        /**
         * Rename a passkey
         * @description The name is for the user alone. The authenticator does not learn it.
         */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public signing keys (RFC 7517)
         * @description A service verifies access tokens with them. A new key is published before it signs, and a former one until its last token has expired. Get the keys again, at most every few minutes, if a token names an unknown one.
         */
        get: operations["getSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the metadata that a service needs to verify access tokens
         * @description JWT middleware finds the keys through this document if it is given the issuer alone.
         */
        get: operations["getOpenIdConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the origins on other sites that may use the passkeys of this domain (WebAuthn Level 3)
         * @description There are none unless `Passkeys__Origins` names an origin outside of the relying party's domain.
         */
        get: operations["getRelatedOrigins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether the instance is ready for traffic
         * @description `Degraded` means that Redis is unavailable, that mails cannot be delivered, or that the queue of password hashes is full: requests are processed all the same. A program on the same host or in a configured network gets the state of each part as JSON, if it accepts JSON; everybody else gets the word.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether the process is running
         * @description It asks no other server. A process that does not answer should be started again.
         */
        get: operations["getAlive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActivityEvent: {
            /**
             * Format: int64
             * @description The event's number. Later events have higher numbers.
             * @example 4711
             */
            id: number;
            /**
             * @description The kind of event, such as `signed_in`, `sign_in_refused` or `password_changed`. Later versions may have more.
             * @example signed_in
             */
            event: string;
            /**
             * @description Whether the action succeeded or was refused.
             * @example success
             * @enum {string}
             */
            outcome: "success" | "refused";
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-31T12:34:56.789Z
             */
            at: string;
            /**
             * @description The IP address of the client, or null if an operator, a service or the server acted.
             * @example 203.0.113.7
             */
            ip: null | string;
            /**
             * @description The `User-Agent` header of the client, or null.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
             */
            user_agent: null | string;
            /**
             * Format: uuid
             * @description The session that the event is about, or null.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: null | string;
        };
        ActivityResponse: {
            /** @description The events, newest first. */
            events: components["schemas"]["ActivityEvent"][];
            /**
             * Format: int64
             * @description The value of `before` for the next page, or null if this is the last one.
             * @example 4690
             */
            next_before: null | number;
        };
        AddPasskeyRequest: {
            /**
             * @description The challenge token from the options.
             * @example sapk_2vQm0p8r
             */
            challenge_token: string;
            /**
             * @description A name by which the user recognises the passkey.
             * @example Laptop at home
             */
            name: string;
            /**
             * @description The result of `navigator.credentials.create()` in its JSON form.
             * @example {
             *       "id": "p2Vj7Y2Xv0m3",
             *       "rawId": "p2Vj7Y2Xv0m3",
             *       "type": "public-key",
             *       "clientExtensionResults": {},
             *       "response": {
             *         "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
             *         "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVg",
             *         "transports": [
             *           "internal"
             *         ]
             *       }
             *     }
             */
            credential: Record<string, never>;
            /**
             * @description Where the tokens are, if a setup token is sent: in the body, or in cookies for a page.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        ChangeEmailRequest: {
            /**
             * Format: email
             * @description The new e-mail address.
             * @example ada@example.org
             */
            new_email: string;
        };
        ChangePasswordRequest: {
            /**
             * Format: password
             * @description The current password. It is not trimmed or normalised.
             * @example violet anvil tuesday 7
             */
            current_password: string;
            /**
             * Format: password
             * @description 12 to 128 characters that are hard to guess. It must differ from the current password.
             * @example violet anvil tuesday 7
             */
            new_password: string;
        };
        ChangedRoles: {
            /**
             * Format: uuid
             * @description The id of the user, which is the `sub` claim of the access tokens.
             * @example 01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f
             */
            user_id: string;
            /**
             * Format: int64
             * @description Access tokens of the user with a lower `roles_version` contain former roles. A token without the claim has version 0.
             * @example 1769862895120
             */
            roles_version: number;
            /**
             * Format: date-time
             * @description When the roles were changed. The last token with the former ones has expired 70 minutes later.
             * @example 2026-01-31T12:34:56.789Z
             */
            changed_at: string;
        };
        CodeRequest: {
            /**
             * @description The six digits of the authenticator app.
             * @example 492039
             */
            code: string;
        };
        ConfirmTotpRequest: {
            /**
             * @description The six digits of the authenticator app.
             * @example 492039
             */
            code: string;
            /**
             * @description Where the tokens are, if a setup token is sent: in the body, or in cookies for a page.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        /** @description What is left of a token pair when the tokens are in cookies. */
        CookieSessionResponse: {
            /**
             * @description Always `Cookie`.
             * @example Cookie
             * @enum {string}
             */
            token_type: "Cookie";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
        };
        /**
         * @description The members of OpenID Connect Discovery 1.0 that a service needs to verify access tokens, and those of RFC 8414 for services
         *     with credentials, if there are any.
         */
        DiscoveryDocument: {
            /**
             * @description The `iss` claim of the access tokens.
             * @example https://auth.example.com
             */
            issuer: string;
            /**
             * @description The address of the public signing keys.
             * @example https://auth.example.com/.well-known/jwks.json
             */
            jwks_uri: string;
            /**
             * @description Always `none`: there is no authorization endpoint.
             * @example [
             *       "none"
             *     ]
             */
            response_types_supported: string[];
            /**
             * @description Always `public`.
             * @example [
             *       "public"
             *     ]
             */
            subject_types_supported: string[];
            /**
             * @description The algorithm of the access tokens.
             * @example [
             *       "ES256"
             *     ]
             */
            id_token_signing_alg_values_supported: string[];
            /**
             * @description Where a service with credentials asks about a token.
             * @example https://auth.example.com/api/v1/oauth/introspect
             */
            introspection_endpoint?: null | string;
            /**
             * @description How it authenticates there.
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post"
             *     ]
             */
            introspection_endpoint_auth_methods_supported?: null | string[];
            /**
             * @description Where a service with credentials ends the session of a token.
             * @example https://auth.example.com/api/v1/oauth/revoke
             */
            revocation_endpoint?: null | string;
            /**
             * @description How it authenticates there.
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post"
             *     ]
             */
            revocation_endpoint_auth_methods_supported?: null | string[];
        };
        /** @description Everything that is stored about a user. */
        ExportResponse: {
            /**
             * Format: date-time
             * @description When the export began.
             * @example 2026-01-31T12:34:56.789Z
             */
            exported_at: string;
            /** @description The account. */
            user: components["schemas"]["UserResponse"];
            /** @description The second factor. */
            second_factor: components["schemas"]["ExportedSecondFactor"];
            /** @description The passkeys. */
            passkeys: components["schemas"]["ExportedPasskey"][];
            /** @description The failed attempts that are counted at present. */
            lockout: components["schemas"]["ExportedLockout"];
            /** @description The sessions, including those that ended within the last day. */
            sessions: components["schemas"]["ExportedSession"][];
            /** @description The devices that have a device token. */
            devices: components["schemas"]["ExportedDevice"][];
            /** @description The sign-ins of the last day that required a second factor. */
            unfinished_sign_ins: components["schemas"]["ExportedChallenge"][];
            /** @description The links that were mailed in the last days. */
            mailed_links: components["schemas"]["ExportedLink"][];
            /** @description The mails of the last days, whose copies have not been erased yet. */
            mails: components["schemas"]["ExportedMail"][];
            /** @description All security events, newest first. */
            events: components["schemas"]["ExportedEvent"][];
        };
        ExportedChallenge: {
            /**
             * @description The device name that the client sent, or null.
             * @example Laptop at home
             */
            device_name: null | string;
            /**
             * Format: date-time
             * @description When the password was accepted.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the challenge expires or expired.
             * @example 2026-01-31T12:34:56.789Z
             */
            expires_at: string;
        };
        ExportedDevice: {
            /**
             * Format: uuid
             * @description The device's id.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The last name that the client gave to it, or null.
             * @example Laptop at home
             */
            name: null | string;
            /**
             * Format: date-time
             * @description When it first signed in.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last signed in.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_used_at: string;
        };
        ExportedEvent: {
            /**
             * Format: int64
             * @description The event's number.
             * @example 4711
             */
            id: number;
            /**
             * @description The kind of event.
             * @example signed_in
             */
            event: string;
            /**
             * @description Whether the action succeeded or was refused.
             * @example success
             * @enum {string}
             */
            outcome: "success" | "refused";
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-31T12:34:56.789Z
             */
            at: string;
            /**
             * @description Who acted: a client, an operator or the server itself.
             * @example client
             * @enum {string}
             */
            actor: "client" | "operator" | "service" | "system";
            /**
             * @description More about the event, or null. It is left out if an operator acted.
             * @example pwd
             */
            reason: null | string;
            /**
             * @description The IP address of the client, or null.
             * @example 203.0.113.7
             */
            ip: null | string;
            /**
             * @description The `User-Agent` header of the client, or null.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
             */
            user_agent: null | string;
            /**
             * Format: uuid
             * @description The session that the event is about, or null.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: null | string;
            /**
             * @description The `X-Request-Id` of the request, or null.
             * @example 01990a7c5f7e7d0f9a4f3c2b1a0d9e8f
             */
            request_id: null | string;
        };
        ExportedLink: {
            /**
             * @description What the link does.
             * @example restore_email
             * @enum {string}
             */
            kind: "verify_email" | "reset_password" | "change_email" | "restore_email";
            /**
             * @description The new address, the former one, or null if the link does not change the address.
             * @example ada@example.com
             */
            email: null | string;
            /**
             * Format: date-time
             * @description When the token of the link was issued.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the token expires or expired.
             * @example 2026-01-31T12:34:56.789Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When the token was used or replaced, or null.
             * @example 2026-01-31T12:34:56.789Z
             */
            used_at: null | string;
        };
        ExportedLockout: {
            /**
             * Format: int32
             * @description The number of failed attempts since the last success.
             * @example 0
             */
            failed_attempts: number;
            /**
             * Format: date-time
             * @description When the last lock ends or ended, or null. The year 9999 stands for a lock that time does not end.
             * @example 2026-01-31T12:34:56.789Z
             */
            locked_until: null | string;
        };
        ExportedMail: {
            /**
             * @description What the mail is about.
             * @example passkeys_changed
             */
            kind: string;
            /**
             * @description What was changed, or null.
             * @example passkey_added
             */
            change: null | string;
            /**
             * @description The address, or null if it was the account's.
             * @example ada@example.com
             */
            recipient: null | string;
            /**
             * @description The IP address of the client that caused the mail, or null.
             * @example 203.0.113.7
             */
            ip: null | string;
            /**
             * Format: date-time
             * @description When the event happened.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the mail was sent, or null.
             * @example 2026-01-31T12:34:56.789Z
             */
            sent_at: null | string;
        };
        ExportedPasskey: {
            /**
             * Format: uuid
             * @description The passkey's id.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The name that the user gave it.
             * @example Phone
             */
            name: string;
            /**
             * @description The id that the authenticator chose, in base64url.
             * @example p2Vj7Y2Xv0m3
             */
            credential_id: string;
            /**
             * @description The public key in COSE form (RFC 9052), in base64url.
             * @example pQECAyYgASFYIDn0
             */
            public_key: string;
            /**
             * Format: int64
             * @description The authenticator's counter at the last use.
             * @example 7
             */
            sign_count: number;
            /**
             * @description How a browser can reach the authenticator.
             * @example [
             *       "internal"
             *     ]
             */
            transports: string[];
            /**
             * @description Whether the key can be copied to other devices.
             * @example true
             */
            backup_eligible: boolean;
            /**
             * @description Whether the key was on other devices at the last use.
             * @example true
             */
            backed_up: boolean;
            /**
             * Format: date-time
             * @description When the passkey was added.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used, or null.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_used_at: null | string;
        };
        ExportedSecondFactor: {
            /**
             * Format: date-time
             * @description When an authenticator app was set up, or null if there is none.
             * @example 2026-01-31T12:34:56.789Z
             */
            totp_set_up_at: null | string;
            /**
             * Format: date-time
             * @description When it was confirmed, or null if it is not.
             * @example 2026-01-31T12:34:56.789Z
             */
            totp_enabled_at: null | string;
            /**
             * Format: int32
             * @description The number of recovery codes that have not been used.
             * @example 10
             */
            recovery_codes_left: number;
        };
        ExportedSession: {
            /**
             * Format: uuid
             * @description The session's id.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The device name that the client sent at sign-in, or null.
             * @example Laptop at home
             */
            device_name: null | string;
            /**
             * @description The `User-Agent` header that the client sent at sign-in, or null.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
             */
            user_agent: null | string;
            /**
             * @description The IP address from which the user signed in, or null if it is unknown.
             * @example 203.0.113.7
             */
            ip: null | string;
            /**
             * Format: date-time
             * @description When the user signed in.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session was last refreshed.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_used_at: string;
            /**
             * Format: date-time
             * @description When the session ends or ended if it is not refreshed.
             * @example 2026-01-31T12:34:56.789Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When the session was ended before that, or null.
             * @example 2026-01-31T12:34:56.789Z
             */
            ended_at: null | string;
            /**
             * @description The authentication methods of the sign-in (RFC 8176).
             * @example [
             *       "pwd",
             *       "otp",
             *       "mfa"
             *     ]
             */
            amr: string[];
        };
        ForgotPasswordRequest: {
            /**
             * Format: email
             * @description The e-mail address of the account, in any case.
             * @example ada@example.com
             */
            email: string;
        };
        FreshCookieResponse: {
            /**
             * @description Always `Cookie`: the access token with a new `auth_time` claim is in the cookie.
             * @example Cookie
             * @enum {string}
             */
            token_type: "Cookie";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
        };
        FreshTokenResponse: {
            /**
             * @description An access token of the same session with a new `auth_time` claim.
             * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
        };
        /** @description The members of RFC 7662, section 2.2. Those without a value are left out. */
        IntrospectionResponse: {
            /**
             * @description Whether the token is valid now. If not, there are no other members.
             * @example true
             */
            active: boolean;
            /**
             * @description `Bearer` for an access token, or `refresh_token`.
             * @example Bearer
             * @enum {null|string}
             */
            token_type?: "Bearer" | "refresh_token" | null;
            /**
             * @description The issuer.
             * @example https://auth.example.com
             */
            iss?: null | string;
            /**
             * @description The audience.
             * @example secureauth
             */
            aud?: null | string;
            /**
             * @description The id of the user.
             * @example 01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f
             */
            sub?: null | string;
            /**
             * @description The id of the session.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            sid?: null | string;
            /**
             * @description The id of the access token.
             * @example 01990a7d-0b1d-7c54-b0a6-1d2e3f405162
             */
            jti?: null | string;
            /**
             * Format: int64
             * @description When the token was issued, in Unix seconds.
             * @example 1769862896
             */
            iat?: null | number;
            /**
             * Format: int64
             * @description When the access token begins to be valid, in Unix seconds.
             * @example 1769862896
             */
            nbf?: null | number;
            /**
             * Format: int64
             * @description When the token expires, in Unix seconds.
             * @example 1769863796
             */
            exp?: null | number;
            /**
             * Format: int64
             * @description When the user authenticated, in Unix seconds.
             * @example 1769862896
             */
            auth_time?: null | number;
            /**
             * @description How the user authenticated (RFC 8176).
             * @example [
             *       "pwd"
             *     ]
             */
            amr?: null | string[];
            /**
             * @description The roles of the user.
             * @example [
             *       "admin"
             *     ]
             */
            roles?: null | string[];
        };
        InviteRequest: {
            /**
             * Format: email
             * @description The e-mail address to invite.
             * @example ada@example.com
             */
            email: string;
        };
        LoginRequest: {
            /**
             * Format: email
             * @description The e-mail address of the account, in any case.
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @description The password. It is not trimmed or normalised.
             * @example violet anvil tuesday 7
             */
            password: string;
            /**
             * @description The `device_token` of an earlier sign-in of this device. With it, the device has five attempts of its own, which others
             *     cannot use up. A token that is not valid is ignored.
             * @example sadt_2vQm0p8r
             */
            device_token?: null | string;
            /**
             * @description A name by which the user recognises this device in the list of sessions.
             * @example Laptop at home
             */
            device_name?: null | string;
            /**
             * @description Where the tokens are: in the body, or in cookies for a page in a browser.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        LogoutRequest: {
            /**
             * @description A refresh token of the session to end.
             * @example sart_2vQm0p8r
             */
            refresh_token?: null | string;
            /** @description Whether to end all sessions of the user. */
            all?: null | boolean;
            /**
             * @description Where the tokens are: in the body and the header, or in cookies, which are removed.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        PasskeyAlgorithm: {
            /**
             * @description Always `public-key`.
             * @example public-key
             */
            type: string;
            /**
             * Format: int32
             * @description The COSE algorithm, such as -7 for ES256.
             * @example -7
             */
            alg: number;
        };
        PasskeyAuthenticator: {
            /**
             * @description Always `required`: a sign-in does not list credentials.
             * @example required
             */
            residentKey: string;
            /**
             * @description Always true.
             * @example true
             */
            requireResidentKey: boolean;
            /**
             * @description Always `required`.
             * @example required
             */
            userVerification: string;
        };
        /** @description The new passkey, and the session that it has started, whose tokens are in cookies. */
        PasskeyCookieResponse: {
            /**
             * Format: uuid
             * @description The passkey's id in this API.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The name that the user gave it.
             * @example Laptop at home
             */
            name: string;
            /**
             * @description How the authenticator can be reached.
             * @example [
             *       "internal"
             *     ]
             */
            transports: string[];
            /**
             * @description Whether the key can be copied to the user's other devices.
             * @example false
             */
            backup_eligible: boolean;
            /**
             * @description Whether the key is on other devices.
             * @example false
             */
            backed_up: boolean;
            /**
             * Format: date-time
             * @description When it was added.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Always null.
             */
            last_used_at: null | string;
            /**
             * @description Always `Cookie`.
             * @example Cookie
             * @enum {string}
             */
            token_type: "Cookie";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
        };
        /**
         * @description The options for `navigator.credentials.create()`: pass them to
         *     `PublicKeyCredential.parseCreationOptionsFromJSON()`.
         */
        PasskeyCreationOptionsResponse: {
            /** @description The relying party. */
            rp: components["schemas"]["PasskeyRelyingParty"];
            /** @description The user. */
            user: components["schemas"]["PasskeyUser"];
            /**
             * @description The challenge in base64url.
             * @example 3Gk2vQm0p8rT1xYb
             */
            challenge: string;
            /** @description The supported algorithms. */
            pubKeyCredParams: components["schemas"]["PasskeyAlgorithm"][];
            /**
             * Format: int64
             * @description How long the browser should wait, in milliseconds.
             * @example 300000
             */
            timeout: number;
            /** @description The passkeys that the user has already. */
            excludeCredentials: components["schemas"]["PasskeyDescriptor"][];
            /** @description What the authenticator must be able to do. */
            authenticatorSelection: components["schemas"]["PasskeyAuthenticator"];
            /**
             * @description Always `none`.
             * @example none
             */
            attestation: string;
            /**
             * @description Send it back together with the credential.
             * @example sapk_2vQm0p8r
             */
            challenge_token: string;
        };
        PasskeyDescriptor: {
            /**
             * @description Always `public-key`.
             * @example public-key
             */
            type: string;
            /**
             * @description The credential id in base64url.
             * @example p2Vj7Y2Xv0m3
             */
            id: string;
            /**
             * @description How the authenticator can be reached.
             * @example [
             *       "internal"
             *     ]
             */
            transports: string[];
        };
        PasskeyLoginRequest: {
            /**
             * @description The challenge token from the options.
             * @example sapk_2vQm0p8r
             */
            challenge_token: string;
            /**
             * @description The result of `navigator.credentials.get()` in its JSON form.
             * @example {
             *       "id": "p2Vj7Y2Xv0m3",
             *       "rawId": "p2Vj7Y2Xv0m3",
             *       "type": "public-key",
             *       "clientExtensionResults": {},
             *       "response": {
             *         "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
             *         "authenticatorData": "lX9aEJb6hwrQ0mYyDUk3vFAAAAAA",
             *         "signature": "MEUCIQDp4vQm0p8rT1xYb",
             *         "userHandle": "MDE5OTBhN2MtNWY3ZS03ZDBm"
             *       }
             *     }
             */
            credential: Record<string, never>;
            /**
             * @description The `device_token` of an earlier sign-in of this device. An invalid one is ignored.
             * @example sadt_2vQm0p8r
             */
            device_token?: null | string;
            /**
             * @description A name by which the user recognises this device in the list of sessions.
             * @example Laptop at home
             */
            device_name?: null | string;
            /**
             * @description Where the tokens are: in the body, or in cookies for a page in a browser.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        PasskeyOptionsRequest: {
            /**
             * Format: email
             * @description Restricts the sign-in to this account. The options are the same whether or not there is one.
             * @example ada@example.com
             */
            email?: null | string;
            /**
             * @description The temporary token from `/auth/login`, to use a passkey as the second factor.
             * @example sa2f_2vQm0p8r
             */
            temp_token?: null | string;
        };
        PasskeyRelyingParty: {
            /**
             * @description The domain that the passkey will belong to.
             * @example auth.example.com
             */
            id: string;
            /**
             * @description The same.
             * @example auth.example.com
             */
            name: string;
        };
        /** @description The options for `navigator.credentials.get()`: pass them to `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
        PasskeyRequestOptionsResponse: {
            /**
             * @description The challenge in base64url.
             * @example 3Gk2vQm0p8rT1xYb
             */
            challenge: string;
            /**
             * Format: int64
             * @description How long the browser should wait, in milliseconds.
             * @example 300000
             */
            timeout: number;
            /**
             * @description The domain that the passkeys belong to.
             * @example auth.example.com
             */
            rpId: string;
            /** @description The passkeys of the user as a second factor. Otherwise empty: the browser offers what it has. */
            allowCredentials: components["schemas"]["PasskeyDescriptor"][];
            /**
             * @description Always `required`.
             * @example required
             */
            userVerification: string;
            /**
             * @description Send it back together with the credential.
             * @example sapk_2vQm0p8r
             */
            challenge_token: string;
        };
        PasskeyResponse: {
            /**
             * Format: uuid
             * @description The passkey's id in this API.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The name that the user gave it.
             * @example Laptop at home
             */
            name: string;
            /**
             * @description How the authenticator can be reached.
             * @example [
             *       "internal"
             *     ]
             */
            transports: string[];
            /**
             * @description Whether the key can be copied to the user's other devices.
             * @example false
             */
            backup_eligible: boolean;
            /**
             * @description Whether the key was on other devices when it was last used.
             * @example false
             */
            backed_up: boolean;
            /**
             * Format: date-time
             * @description When it was added.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the user last signed in with it, or null.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_used_at: null | string;
        };
        /** @description The new passkey, and the tokens of the session that it has started. */
        PasskeySetUpResponse: {
            /**
             * Format: uuid
             * @description The passkey's id in this API.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description The name that the user gave it.
             * @example Laptop at home
             */
            name: string;
            /**
             * @description How the authenticator can be reached.
             * @example [
             *       "internal"
             *     ]
             */
            transports: string[];
            /**
             * @description Whether the key can be copied to the user's other devices.
             * @example false
             */
            backup_eligible: boolean;
            /**
             * @description Whether the key is on other devices.
             * @example false
             */
            backed_up: boolean;
            /**
             * Format: date-time
             * @description When it was added.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Always null.
             */
            last_used_at: null | string;
            /**
             * @description A JWT for the `Authorization` header.
             * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * @description A token for `/auth/refresh`. It can be used once.
             * @example sart_2vQm0p8r
             */
            refresh_token: string;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
            /**
             * @description The token of the device. Keep it when the user signs out, and send it with the next sign-in.
             * @example sadt_2vQm0p8r
             */
            device_token: string;
        };
        PasskeyUser: {
            /**
             * @description The id of the user in base64url.
             * @example MDE5OTBhN2MtNWY3ZS03ZDBm
             */
            id: string;
            /**
             * @description The e-mail address.
             * @example ada@example.com
             */
            name: string;
            /**
             * @description The display name, or the e-mail address if there is none.
             * @example Ada Lovelace
             */
            displayName: string;
        };
        PasskeysResponse: {
            /** @description The user's passkeys, the oldest first. */
            passkeys: components["schemas"]["PasskeyResponse"][];
        };
        /** @description An error as `application/problem+json` (RFC 9457), with the extensions of this API. */
        Problem: {
            /** @description A stable URI that identifies the type of the problem. */
            type: string;
            /** @description A short summary, which is the same for every problem of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status code.
             */
            status: number;
            /** @description An explanation for developers, which is the same for every problem of this type. */
            detail: string;
            /** @description The path of the request, without the query string. */
            instance: string;
            /**
             * @description The stable error code. Clients should branch on it.
             * @enum {string}
             */
            code: "invalid_request" | "weak_password" | "email_taken" | "invalid_credentials" | "account_locked" | "account_disabled" | "email_not_verified" | "invalid_temp_token" | "invalid_code" | "invalid_refresh_token" | "refresh_token_reused" | "invalid_token" | "invalid_client" | "reauthentication_required" | "second_factor_required" | "cross_site_request" | "payload_too_large" | "unsupported_media_type" | "method_not_allowed" | "not_found" | "conflict" | "rate_limited" | "server_busy" | "service_unavailable" | "internal_error";
            /** @description The request's id, as in the `X-Request-Id` header. */
            request_id: string;
            /**
             * @description The invalid fields and the reasons for each. `body` stands for the request body as a whole.
             *     - `required`: The field is missing or empty.
             *     - `too_long`: The field has more code points than `maxLength`.
             *     - `invalid_characters`: The field contains control characters, formatting characters or unpaired surrogates.
             *     - `invalid_email`: The field is not a supported e-mail address.
             *     - `invalid_value`: The field has a value that is not supported, or cannot be combined with another field.
             *     - `unchanged`: The new value equals the current one.
             *     - `domain_not_allowed`: The operator does not allow addresses in this domain.
             *     - `not_acceptable`: The field is unknown, appears more than once or has the wrong type.
             *     - `malformed`: The request body is not valid JSON, or not a valid form, or cannot be read.
             *     - `too_short`: The password has fewer code points than `minLength`.
             *     - `common`: The password is on a list of common passwords.
             *     - `breached`: The password appears in a data breach.
             *     - `contains_personal_data`: The password contains the e-mail address or a name of the user.
             *     - `too_guessable`: The password is too easy to guess.
             *     - `composition`: The password lacks a required kind of character.
             */
            errors?: {
                [key: string]: ("required" | "too_long" | "invalid_characters" | "invalid_email" | "invalid_value" | "unchanged" | "domain_not_allowed" | "not_acceptable" | "malformed" | "too_short" | "common" | "breached" | "contains_personal_data" | "too_guessable" | "composition")[];
            };
            /** @description The error code of OAuth 2.0 (RFC 6749, section 5.2), only on the paths for services. */
            error?: string;
            /** @description The same as Detail, only on the paths for services. */
            error_description?: string;
        };
        /** @description A public key (RFC 7517). */
        PublicKey: {
            /**
             * @description Always `EC`.
             * @example EC
             */
            kty: string;
            /**
             * @description Always `sig`.
             * @example sig
             */
            use: string;
            /**
             * @description Always `ES256`.
             * @example ES256
             */
            alg: string;
            /**
             * @description The key's id, which is in the header of the access tokens.
             * @example 01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f
             */
            kid: string;
            /**
             * @description Always `P-256`.
             * @example P-256
             */
            crv: string;
            /**
             * @description The x coordinate in base64url.
             * @example f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU
             */
            x: string;
            /**
             * @description The y coordinate in base64url.
             * @example x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0
             */
            y: string;
        };
        PublicKeySet: {
            /** @description The keys that verify access tokens, including the next signing key before its first use. */
            keys: components["schemas"]["PublicKey"][];
        };
        ReauthenticateRequest: {
            /**
             * Format: password
             * @description The password, if the user has no second factor.
             * @example violet anvil tuesday 7
             */
            password?: null | string;
            /**
             * @description The six digits of the authenticator app or a recovery code, if the user has a second factor.
             * @example 492039
             */
            code?: null | string;
            /**
             * @description Where the token is: in the body, or in a cookie if the request came with one.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        RecoveryCodesResponse: {
            /**
             * @description The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
             * @example [
             *       "7kfm-q2xd-9hnp-4rvt-w8cz-6jya",
             *       "c3vq-81rn-k0tz-m5wd-y7pb-2hxe",
             *       "n6ta-w4gh-e9yv-03kr-p1mj-z8cs",
             *       "z1xd-7hpk-q5rm-v8ny-2tgc-w4bf",
             *       "h9wb-2ycj-t7kx-d4ns-m0vg-q6pa",
             *       "r5pe-m8zv-3ngd-j1tw-c6yh-x0kq",
             *       "t0ks-v6dm-w2ca-x9gp-8rzn-b3hy",
             *       "y8jg-b1nt-z4pe-q7hv-k5xc-m2rw",
             *       "d2mz-x5wk-g8vb-r0cy-n3jt-h7ps",
             *       "w7cn-p9ge-j6hs-b2xm-t4vd-y1kz"
             *     ]
             */
            recovery_codes: string[];
        };
        RefreshRequest: {
            /**
             * @description The refresh token that was issued last. Required unless it is in a cookie.
             * @example sart_2vQm0p8r
             */
            refresh_token?: null | string;
            /**
             * @description Where the tokens are: in the body, or in cookies for a page in a browser.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
        };
        RegisterRequest: {
            /**
             * Format: email
             * @description The e-mail address for sign-in. It must be unique, regardless of case.
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @description 12 to 128 characters that are hard to guess.
             * @example violet anvil tuesday 7
             */
            password: string;
            /**
             * @description The name to display for the user.
             * @example Ada Lovelace
             */
            display_name?: null | string;
            /**
             * @description The token from the link of an invitation, for the address that it was mailed to. The address then counts as verified. It is
             *     required if the operator has so decided (`Accounts__Registration=Invitation`).
             * @example saot_2vQm0p8r
             */
            invitation_token?: null | string;
        };
        RegistrationAcceptedResponse: {
            /**
             * @description Always `verification_required`: whoever owns the address gets a mail, and can sign in after opening its link. The
             *     response is the same if the address already has an account.
             * @example verification_required
             * @enum {string}
             */
            status: "verification_required";
        };
        RelatedOriginsResponse: {
            /**
             * @description The origins on other sites that may use the passkeys of this domain.
             * @example [
             *       "https://shop.example.net"
             *     ]
             */
            origins: string[];
        };
        RenamePasskeyRequest: {
            /**
             * @description The new name.
             * @example Laptop at home
             */
            name: string;
        };
        ResendVerificationRequest: {
            /**
             * Format: email
             * @description The e-mail address that was registered.
             * @example ada@example.com
             */
            email: string;
        };
        ResetPasswordRequest: {
            /**
             * @description The token from the link of the mail.
             * @example saot_2vQm0p8r
             */
            token: string;
            /**
             * Format: password
             * @description 12 to 128 characters that are hard to guess.
             * @example violet anvil tuesday 7
             */
            new_password: string;
        };
        RestoreEmailRequest: {
            /**
             * @description The token from the link of the mail to the former address.
             * @example saot_2vQm0p8r
             */
            token: string;
        };
        RevocationsResponse: {
            /**
             * @description The value of `since` for the next request.
             * @example MSAyZDcxMTY0MmI3MjZiMDQ0IDAgNzMwOjczMDo
             */
            cursor: string;
            /**
             * @description Whether this begins a new list, which replaces what you have as soon as it is complete. Otherwise add the sessions to it.
             * @example false
             */
            reset: boolean;
            /**
             * @description Whether the list continues. Ask for the rest at once.
             * @example false
             */
            more: boolean;
            /**
             * Format: int64
             * @description Access tokens issued (`iat`) before this time are revoked, in Unix seconds. It is rounded up; `first_session` is
             *     exact.
             * @example 1769862896
             */
            epoch: number;
            /**
             * Format: uuid
             * @description Sessions with a lower id have been ended all at once. Compare the ids as lower-case texts.
             * @example 01990a7c-0000-0000-0000-000000000000
             */
            first_session: string;
            /** @description Sessions that have ended, in any order. One may appear again in a later response. */
            sessions: components["schemas"]["RevokedSession"][];
            /** @description Users whose roles have changed, in any order. Their sessions go on. Of several entries for a user, the highest version counts. */
            roles: components["schemas"]["ChangedRoles"][];
        };
        RevokedSession: {
            /**
             * Format: uuid
             * @description The id of the session, which is the `sid` claim of its access tokens.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was ended. Its last access token has expired 70 minutes later.
             * @example 2026-01-31T12:34:56.789Z
             */
            revoked_at: string;
        };
        SecondFactorChallengeResponse: {
            /**
             * @description Always true: the password was correct, and a second factor completes the sign-in.
             * @example true
             * @enum {boolean}
             */
            two_fa_required: true;
            /**
             * @description The temporary token for `/auth/login/2fa`.
             * @example sa2f_2vQm0p8r
             */
            temp_token: string;
            /**
             * Format: int32
             * @description The lifetime of the temporary token in seconds.
             * @example 300
             */
            expires_in: number;
            /**
             * @description The kinds of second factor that the user can use.
             * @example [
             *       "totp",
             *       "recovery_code"
             *     ]
             */
            methods: string[];
        };
        /** @description The recovery codes, and the session that the set-up has started, whose tokens are in cookies. */
        SecondFactorCookieResponse: {
            /**
             * @description The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
             * @example [
             *       "7kfm-q2xd-9hnp-4rvt-w8cz-6jya",
             *       "c3vq-81rn-k0tz-m5wd-y7pb-2hxe",
             *       "n6ta-w4gh-e9yv-03kr-p1mj-z8cs",
             *       "z1xd-7hpk-q5rm-v8ny-2tgc-w4bf",
             *       "h9wb-2ycj-t7kx-d4ns-m0vg-q6pa",
             *       "r5pe-m8zv-3ngd-j1tw-c6yh-x0kq",
             *       "t0ks-v6dm-w2ca-x9gp-8rzn-b3hy",
             *       "y8jg-b1nt-z4pe-q7hv-k5xc-m2rw",
             *       "d2mz-x5wk-g8vb-r0cy-n3jt-h7ps",
             *       "w7cn-p9ge-j6hs-b2xm-t4vd-y1kz"
             *     ]
             */
            recovery_codes: string[];
            /**
             * @description Always `Cookie`.
             * @example Cookie
             * @enum {string}
             */
            token_type: "Cookie";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
        };
        SecondFactorLoginRequest: {
            /**
             * @description The temporary token from `/auth/login`.
             * @example sa2f_2vQm0p8r
             */
            temp_token: string;
            /**
             * @description The six digits of the authenticator app, or a recovery code with or without its dashes. Required with these methods.
             * @example 492039
             */
            code?: null | string;
            /**
             * @description The kind of second factor. If it is omitted, six digits are `totp` and anything else is a recovery code.
             * @example totp
             * @enum {null|string}
             */
            method?: "totp" | "recovery_code" | "passkey" | null;
            /**
             * @description Where the tokens are: in the body, or in cookies for a page in a browser.
             * @example body
             * @enum {null|string}
             */
            transport?: "body" | "cookie" | null;
            /**
             * @description The challenge token from `/auth/passkeys/options`, for a passkey.
             * @example sapk_2vQm0p8r
             */
            challenge_token?: null | string;
            /**
             * @description The result of `navigator.credentials.get()` in its JSON form, for a passkey.
             * @example {
             *       "id": "p2Vj7Y2Xv0m3",
             *       "rawId": "p2Vj7Y2Xv0m3",
             *       "type": "public-key",
             *       "clientExtensionResults": {},
             *       "response": {
             *         "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
             *         "authenticatorData": "lX9aEJb6hwrQ0mYyDUk3vFAAAAAA",
             *         "signature": "MEUCIQDp4vQm0p8rT1xYb",
             *         "userHandle": "MDE5OTBhN2MtNWY3ZS03ZDBm"
             *       }
             *     }
             */
            credential?: Record<string, never>;
        };
        SecondFactorRequiredResponse: {
            /**
             * @description Always true: the password was correct, and setting up a second factor completes the sign-in.
             * @example true
             * @enum {boolean}
             */
            two_fa_setup_required: true;
            /**
             * @description A bearer token for `/users/me/2fa/setup` and `/users/me/2fa/verify`, or `/users/me/passkeys/options` and
             *     `/users/me/passkeys`. It completes one setup.
             * @example sasu_2vQm0p8r
             */
            setup_token: string;
            /**
             * Format: int32
             * @description The lifetime of the setup token in seconds.
             * @example 600
             */
            expires_in: number;
        };
        /** @description The recovery codes, and the tokens of the session that the set-up has started. */
        SecondFactorSetUpResponse: {
            /**
             * @description The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
             * @example [
             *       "7kfm-q2xd-9hnp-4rvt-w8cz-6jya",
             *       "c3vq-81rn-k0tz-m5wd-y7pb-2hxe",
             *       "n6ta-w4gh-e9yv-03kr-p1mj-z8cs",
             *       "z1xd-7hpk-q5rm-v8ny-2tgc-w4bf",
             *       "h9wb-2ycj-t7kx-d4ns-m0vg-q6pa",
             *       "r5pe-m8zv-3ngd-j1tw-c6yh-x0kq",
             *       "t0ks-v6dm-w2ca-x9gp-8rzn-b3hy",
             *       "y8jg-b1nt-z4pe-q7hv-k5xc-m2rw",
             *       "d2mz-x5wk-g8vb-r0cy-n3jt-h7ps",
             *       "w7cn-p9ge-j6hs-b2xm-t4vd-y1kz"
             *     ]
             */
            recovery_codes: string[];
            /**
             * @description A JWT for the `Authorization` header.
             * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * @description A token for `/auth/refresh`. It can be used once.
             * @example sart_2vQm0p8r
             */
            refresh_token: string;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
            /**
             * @description The token of the device. Keep it when the user signs out, and send it with the next sign-in.
             * @example sadt_2vQm0p8r
             */
            device_token: string;
        };
        SessionResponse: {
            /**
             * Format: uuid
             * @description The session's id, which is the `sid` claim of its access tokens.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            id: string;
            /**
             * @description Whether the access token of this request belongs to the session.
             * @example true
             */
            current: boolean;
            /**
             * @description The device name that the client sent at sign-in, or null.
             * @example Laptop at home
             */
            device_name: null | string;
            /**
             * @description The `User-Agent` header that the client sent at sign-in, or null.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
             */
            user_agent: null | string;
            /**
             * @description The IP address from which the user signed in, or null if it is unknown.
             * @example 203.0.113.7
             */
            ip: null | string;
            /**
             * Format: date-time
             * @description When the user signed in.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session was last refreshed.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_used_at: string;
            /**
             * Format: date-time
             * @description When the session ends if it is not refreshed.
             * @example 2026-01-31T12:34:56.789Z
             */
            expires_at: string;
            /**
             * @description The authentication methods of the sign-in (RFC 8176).
             * @example [
             *       "pwd",
             *       "otp",
             *       "mfa"
             *     ]
             */
            amr: string[];
        };
        SessionsResponse: {
            /** @description The user's sessions, the most recently used first. */
            sessions: components["schemas"]["SessionResponse"][];
        };
        TokenFormRequest: {
            /**
             * @description An access token or a refresh token.
             * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
             */
            token: string;
            /**
             * @description `access_token` or `refresh_token`. It makes no difference, because each token shows what it is.
             * @example access_token
             */
            token_type_hint?: string;
            /**
             * @description The id of the service, unless the `Authorization` header has it.
             * @example shop
             */
            client_id?: string;
            /** @description The secret of the service, unless the `Authorization` header has it. */
            client_secret?: string;
        };
        /** @description The tokens that a sign-in or a refresh issues. */
        TokenPair: {
            /**
             * @description A JWT for the `Authorization` header.
             * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description The lifetime of the access token in seconds.
             * @example 900
             */
            expires_in: number;
            /**
             * @description A token for `/auth/refresh`. It can be used once.
             * @example sart_2vQm0p8r
             */
            refresh_token: string;
            /**
             * Format: int32
             * @description The lifetime of the refresh token in seconds, if it is not used.
             * @example 604800
             */
            refresh_expires_in: number;
            /**
             * Format: uuid
             * @description The id of the session that the tokens belong to.
             * @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e
             */
            session_id: string;
            /**
             * @description Always false: the sign-in is complete.
             * @example false
             * @enum {boolean}
             */
            two_fa_required: false;
            /**
             * @description The token of the device, after a sign-in. Keep it when the user signs out, and send it with the next sign-in.
             * @example sadt_2vQm0p8r
             */
            device_token?: null | string;
        };
        /** @description The secret for an authenticator app. It is not shown again. */
        TotpSetUp: {
            /**
             * @description The secret in base32, for manual entry.
             * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
             */
            secret: string;
            /**
             * @description The `otpauth` URI.
             * @example otpauth://totp/auth.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com
             */
            uri: string;
            /**
             * @description The URI as a QR code in an SVG image.
             * @example <svg/>
             */
            qr_svg: string;
        };
        /** @description The changes to the account. A member that is absent changes nothing. */
        UpdateUserRequest: {
            /**
             * @description The new display name, or null to remove it.
             * @example Ada Lovelace
             */
            display_name?: null | string;
        };
        /** @description A user's own account. */
        UserResponse: {
            /**
             * Format: uuid
             * @description The user's id, which is the `sub` claim of the access tokens.
             * @example 01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f
             */
            id: string;
            /**
             * Format: email
             * @description The e-mail address as it was entered at registration.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description Whether the user has verified the e-mail address.
             * @example true
             */
            email_verified: boolean;
            /**
             * @description The display name, or null if the user has none.
             * @example Ada Lovelace
             */
            display_name: null | string;
            /**
             * @description The user's roles in alphabetical order.
             * @example [
             *       "user"
             *     ]
             */
            roles: string[];
            /**
             * @description Whether a sign-in requires a second factor.
             * @example true
             */
            totp_enabled: boolean;
            /**
             * Format: int32
             * @description The number of the user's passkeys.
             * @example 1
             */
            passkeys: number;
            /**
             * @description False if an operator has disabled the account.
             * @example true
             */
            is_active: boolean;
            /**
             * Format: date-time
             * @description When the account was created.
             * @example 2026-01-31T12:34:56.789Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the account was last changed.
             * @example 2026-01-31T12:34:56.789Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description When the password was last set.
             * @example 2026-01-31T12:34:56.789Z
             */
            password_changed_at: string;
            /**
             * Format: date-time
             * @description When the user last signed in, or null if the user has never signed in.
             * @example 2026-01-31T12:34:56.789Z
             */
            last_login_at: null | string;
        };
        VerifyEmailRequest: {
            /**
             * @description The token from the link of the mail.
             * @example saot_2vQm0p8r
             */
            token: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The id of the request: the one you sent if it matches the pattern, otherwise a generated one.
         * @example 01990a7c5f7e7d0f9a4f3c2b1a0d9e8f
         */
        "X-Request-Id": string;
        /**
         * @description The rate limit of this operation: its name, and `q` requests in `w` seconds.
         * @example "login";q=5;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description The remaining quota: `r` requests now, and one more after `t` seconds.
         * @example "login";r=4;t=12
         */
        RateLimit: string;
        /**
         * @description The number of seconds to wait before a retry.
         * @example 12
         */
        "Retry-After": number;
        /**
         * @description `Bearer`, with `error="invalid_token"` if a bearer token was sent and rejected; or `Basic` for services.
         * @example Bearer error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description The methods that the resource supports.
         * @example GET, PATCH
         */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *       "email": "ada@example.com",
                     *       "email_verified": true,
                     *       "display_name": "Ada Lovelace",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "totp_enabled": true,
                     *       "passkeys": 1,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:34:56.789Z",
                     *       "updated_at": "2026-01-31T12:34:56.789Z",
                     *       "password_changed_at": "2026-01-31T12:34:56.789Z",
                     *       "last_login_at": "2026-01-31T12:34:56.789Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "verification_required"
                     *     }
                     */
                    "application/json": components["schemas"]["RegistrationAcceptedResponse"];
                };
            };
            /**
             * @description - `weak_password`: The password does not meet the password policy.
             *     - `invalid_token`: The token of the mail is unknown, expired, replaced by a newer one or already used.
             *     - `invalid_request`: The request is malformed or contains an invalid field.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `email_taken`: An account with this e-mail address already exists. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["InviteRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "new_email": "ada@example.org"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeEmailRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "saot_2vQm0p8r"
                 *     }
                 */
                "application/json": components["schemas"]["RestoreEmailRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `invalid_token`: The token of the mail is unknown, expired, replaced by a newer one or already used.
             *     - `invalid_request`: The request is malformed or contains an invalid field.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorLoginRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"] | components["schemas"]["CookieSessionResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_temp_token`: The temporary token or the challenge token is unknown, expired or already used. Start again.
             *     - `invalid_code`: The code is wrong, expired or already used.
             *     - `invalid_credentials`: The e-mail address, the password or the passkey is wrong.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /**
                 * @description The `next_before` of the previous page.
                 * @example 4690
                 */
                before?: number;
                /**
                 * @description The maximum number of events, 20 by default.
                 * @example 20
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "id": 4711,
                     *           "event": "signed_in",
                     *           "outcome": "success",
                     *           "at": "2026-01-31T12:34:56.789Z",
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                     *           "session_id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e"
                     *         }
                     *       ],
                     *       "next_before": 4690
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exported_at": "2026-01-31T12:34:56.789Z",
                     *       "user": {
                     *         "id": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *         "email": "ada@example.com",
                     *         "email_verified": true,
                     *         "display_name": "Ada Lovelace",
                     *         "roles": [
                     *           "user"
                     *         ],
                     *         "totp_enabled": true,
                     *         "passkeys": 1,
                     *         "is_active": true,
                     *         "created_at": "2026-01-31T12:34:56.789Z",
                     *         "updated_at": "2026-01-31T12:34:56.789Z",
                     *         "password_changed_at": "2026-01-31T12:34:56.789Z",
                     *         "last_login_at": "2026-01-31T12:34:56.789Z"
                     *       },
                     *       "second_factor": {
                     *         "totp_set_up_at": "2026-01-31T12:34:56.789Z",
                     *         "totp_enabled_at": "2026-01-31T12:34:56.789Z",
                     *         "recovery_codes_left": 10
                     *       },
                     *       "passkeys": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "name": "Phone",
                     *           "credential_id": "p2Vj7Y2Xv0m3",
                     *           "public_key": "pQECAyYgASFYIDn0",
                     *           "sign_count": 7,
                     *           "transports": [
                     *             "internal"
                     *           ],
                     *           "backup_eligible": true,
                     *           "backed_up": true,
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "last_used_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "lockout": {
                     *         "failed_attempts": 0,
                     *         "locked_until": "2026-01-31T12:34:56.789Z"
                     *       },
                     *       "sessions": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "device_name": "Laptop at home",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                     *           "ip": "203.0.113.7",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "last_used_at": "2026-01-31T12:34:56.789Z",
                     *           "expires_at": "2026-01-31T12:34:56.789Z",
                     *           "ended_at": "2026-01-31T12:34:56.789Z",
                     *           "amr": [
                     *             "pwd",
                     *             "otp",
                     *             "mfa"
                     *           ]
                     *         }
                     *       ],
                     *       "devices": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "name": "Laptop at home",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "last_used_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "unfinished_sign_ins": [
                     *         {
                     *           "device_name": "Laptop at home",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "expires_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "mailed_links": [
                     *         {
                     *           "kind": "restore_email",
                     *           "email": "ada@example.com",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "expires_at": "2026-01-31T12:34:56.789Z",
                     *           "used_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "mails": [
                     *         {
                     *           "kind": "passkeys_changed",
                     *           "change": "passkey_added",
                     *           "recipient": "ada@example.com",
                     *           "ip": "203.0.113.7",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "sent_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": 4711,
                     *           "event": "signed_in",
                     *           "outcome": "success",
                     *           "at": "2026-01-31T12:34:56.789Z",
                     *           "actor": "client",
                     *           "reason": "pwd",
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                     *           "session_id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "request_id": "01990a7c5f7e7d0f9a4f3c2b1a0d9e8f"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ExportResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "saot_2vQm0p8r"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyEmailRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `invalid_token`: The token of the mail is unknown, expired, replaced by a newer one or already used.
             *     - `invalid_request`: The request is malformed or contains an invalid field.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ResendVerificationRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "violet anvil tuesday 7",
                 *       "device_token": "sadt_2vQm0p8r",
                 *       "device_name": "Laptop at home",
                 *       "transport": "body"
                 *     }
                 */
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"] | components["schemas"]["SecondFactorChallengeResponse"] | components["schemas"]["SecondFactorRequiredResponse"] | components["schemas"]["CookieSessionResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_credentials`: The e-mail address, the password or the passkey is wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             *     - `account_disabled`: An operator has disabled this account.
             *     - `email_not_verified`: The e-mail address of this account has not been verified.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPasskeyLoginOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["PasskeyOptionsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "3Gk2vQm0p8rT1xYb",
                     *       "timeout": 300000,
                     *       "rpId": "auth.example.com",
                     *       "allowCredentials": [
                     *         {
                     *           "type": "public-key",
                     *           "id": "p2Vj7Y2Xv0m3",
                     *           "transports": [
                     *             "internal"
                     *           ]
                     *         }
                     *       ],
                     *       "userVerification": "required",
                     *       "challenge_token": "sapk_2vQm0p8r"
                     *     }
                     */
                    "application/json": components["schemas"]["PasskeyRequestOptionsResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_temp_token`: The temporary token or the challenge token is unknown, expired or already used. Start again. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loginWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "challenge_token": "sapk_2vQm0p8r",
                 *       "credential": {
                 *         "id": "p2Vj7Y2Xv0m3",
                 *         "rawId": "p2Vj7Y2Xv0m3",
                 *         "type": "public-key",
                 *         "clientExtensionResults": {},
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
                 *           "authenticatorData": "lX9aEJb6hwrQ0mYyDUk3vFAAAAAA",
                 *           "signature": "MEUCIQDp4vQm0p8rT1xYb",
                 *           "userHandle": "MDE5OTBhN2MtNWY3ZS03ZDBm"
                 *         }
                 *       },
                 *       "device_token": "sadt_2vQm0p8r",
                 *       "device_name": "Laptop at home",
                 *       "transport": "body"
                 *     }
                 */
                "application/json": components["schemas"]["PasskeyLoginRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"] | components["schemas"]["CookieSessionResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_credentials`: The e-mail address, the password or the passkey is wrong.
             *     - `invalid_temp_token`: The temporary token or the challenge token is unknown, expired or already used. Start again.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             *     - `account_disabled`: An operator has disabled this account.
             *     - `email_not_verified`: The e-mail address of this account has not been verified.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reauthenticate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReauthenticateRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreshTokenResponse"] | components["schemas"]["FreshCookieResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_credentials`: The e-mail address, the password or the passkey is wrong.
             *     - `invalid_code`: The code is wrong, expired or already used.
             *     - `invalid_token`: The access token is missing, malformed, expired or revoked.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUpTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *       "uri": "otpauth://totp/auth.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com",
                     *       "qr_svg": "<svg/>"
                     *     }
                     */
                    "application/json": components["schemas"]["TotpSetUp"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "492039",
                 *       "transport": "body"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmTotpRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesResponse"] | components["schemas"]["SecondFactorSetUpResponse"] | components["schemas"]["SecondFactorCookieResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_code`: The code is wrong, expired or already used.
             *     - `invalid_token`: The access token is missing, malformed, expired or revoked.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             *     - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "492039"
                 *     }
                 */
                "application/json": components["schemas"]["CodeRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_code`: The code is wrong, expired or already used.
             *     - `invalid_token`: The access token is missing, malformed, expired or revoked.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "7kfm-q2xd-9hnp-4rvt-w8cz-6jya",
                     *         "c3vq-81rn-k0tz-m5wd-y7pb-2hxe",
                     *         "n6ta-w4gh-e9yv-03kr-p1mj-z8cs",
                     *         "z1xd-7hpk-q5rm-v8ny-2tgc-w4bf",
                     *         "h9wb-2ycj-t7kx-d4ns-m0vg-q6pa",
                     *         "r5pe-m8zv-3ngd-j1tw-c6yh-x0kq",
                     *         "t0ks-v6dm-w2ca-x9gp-8rzn-b3hy",
                     *         "y8jg-b1nt-z4pe-q7hv-k5xc-m2rw",
                     *         "d2mz-x5wk-g8vb-r0cy-n3jt-h7ps",
                     *         "w7cn-p9ge-j6hs-b2xm-t4vd-y1kz"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodesResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"] | components["schemas"]["CookieSessionResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_refresh_token`: The refresh token is unknown, malformed, expired or revoked.
             *     - `refresh_token_reused`: The refresh token was already used. Its session has been ended.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["LogoutRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenFormRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_client`: The credentials of the service are missing or wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenFormRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_client`: The credentials of the service are missing or wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRevocations: {
        parameters: {
            query?: {
                /**
                 * @description The `cursor` of the previous response.
                 * @example MSAyZDcxMTY0MmI3MjZiMDQ0IDAgNzMwOjczMDo
                 */
                since?: string;
                /**
                 * @description The maximum time to wait in seconds, 0 by default.
                 * @example 20
                 */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cursor": "MSAyZDcxMTY0MmI3MjZiMDQ0IDAgNzMwOjczMDo",
                     *       "reset": false,
                     *       "more": false,
                     *       "epoch": 1769862896,
                     *       "first_session": "01990a7c-0000-0000-0000-000000000000",
                     *       "sessions": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "revoked_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ],
                     *       "roles": [
                     *         {
                     *           "user_id": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *           "roles_version": 1769862895120,
                     *           "changed_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RevocationsResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_client`: The credentials of the service are missing or wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *       "email": "ada@example.com",
                     *       "email_verified": true,
                     *       "display_name": "Ada Lovelace",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "totp_enabled": true,
                     *       "passkeys": 1,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:34:56.789Z",
                     *       "updated_at": "2026-01-31T12:34:56.789Z",
                     *       "password_changed_at": "2026-01-31T12:34:56.789Z",
                     *       "last_login_at": "2026-01-31T12:34:56.789Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "Ada Lovelace"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *       "email": "ada@example.com",
                     *       "email_verified": true,
                     *       "display_name": "Ada Lovelace",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "totp_enabled": true,
                     *       "passkeys": 1,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:34:56.789Z",
                     *       "updated_at": "2026-01-31T12:34:56.789Z",
                     *       "password_changed_at": "2026-01-31T12:34:56.789Z",
                     *       "last_login_at": "2026-01-31T12:34:56.789Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "current": true,
                     *           "device_name": "Laptop at home",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                     *           "ip": "203.0.113.7",
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "last_used_at": "2026-01-31T12:34:56.789Z",
                     *           "expires_at": "2026-01-31T12:34:56.789Z",
                     *           "amr": [
                     *             "pwd",
                     *             "otp",
                     *             "mfa"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionsResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "violet anvil tuesday 7",
                 *       "new_password": "violet anvil tuesday 7"
                 *     }
                 */
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `weak_password`: The password does not meet the password policy.
             *     - `invalid_request`: The request is malformed or contains an invalid field.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_credentials`: The e-mail address, the password or the passkey is wrong.
             *     - `invalid_token`: The access token is missing, malformed, expired or revoked.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `account_locked`: There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the lock: reset the password, sign in with a passkey or ask an operator. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ForgotPasswordRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "saot_2vQm0p8r",
                 *       "new_password": "violet anvil tuesday 7"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `invalid_token`: The token of the mail is unknown, expired, replaced by a newer one or already used.
             *     - `weak_password`: The password does not meet the password policy.
             *     - `invalid_request`: The request is malformed or contains an invalid field.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `server_busy`: The server is overloaded. Retry after the time in Retry-After.
             *     - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "passkeys": [
                     *         {
                     *           "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *           "name": "Laptop at home",
                     *           "transports": [
                     *             "internal"
                     *           ],
                     *           "backup_eligible": false,
                     *           "backed_up": false,
                     *           "created_at": "2026-01-31T12:34:56.789Z",
                     *           "last_used_at": "2026-01-31T12:34:56.789Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PasskeysResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "challenge_token": "sapk_2vQm0p8r",
                 *       "name": "Laptop at home",
                 *       "credential": {
                 *         "id": "p2Vj7Y2Xv0m3",
                 *         "rawId": "p2Vj7Y2Xv0m3",
                 *         "type": "public-key",
                 *         "clientExtensionResults": {},
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
                 *           "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVg",
                 *           "transports": [
                 *             "internal"
                 *           ]
                 *         }
                 *       },
                 *       "transport": "body"
                 *     }
                 */
                "application/json": components["schemas"]["AddPasskeyRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyResponse"] | components["schemas"]["PasskeySetUpResponse"] | components["schemas"]["PasskeyCookieResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `invalid_credentials`: The e-mail address, the password or the passkey is wrong.
             *     - `invalid_temp_token`: The temporary token or the challenge token is unknown, expired or already used. Start again.
             *     - `invalid_token`: The access token is missing, malformed, expired or revoked.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPasskeyCreationOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rp": {
                     *         "id": "auth.example.com",
                     *         "name": "auth.example.com"
                     *       },
                     *       "user": {
                     *         "id": "MDE5OTBhN2MtNWY3ZS03ZDBm",
                     *         "name": "ada@example.com",
                     *         "displayName": "Ada Lovelace"
                     *       },
                     *       "challenge": "3Gk2vQm0p8rT1xYb",
                     *       "pubKeyCredParams": [
                     *         {
                     *           "type": "public-key",
                     *           "alg": -7
                     *         }
                     *       ],
                     *       "timeout": 300000,
                     *       "excludeCredentials": [
                     *         {
                     *           "type": "public-key",
                     *           "id": "p2Vj7Y2Xv0m3",
                     *           "transports": [
                     *             "internal"
                     *           ]
                     *         }
                     *       ],
                     *       "authenticatorSelection": {
                     *         "residentKey": "required",
                     *         "requireResidentKey": true,
                     *         "userVerification": "required"
                     *       },
                     *       "attestation": "none",
                     *       "challenge_token": "sapk_2vQm0p8r"
                     *     }
                     */
                    "application/json": components["schemas"]["PasskeyCreationOptionsResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `conflict`: The request conflicts with the current state of the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Laptop at home"
                 *     }
                 */
                "application/json": components["schemas"]["RenamePasskeyRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e",
                     *       "name": "Laptop at home",
                     *       "transports": [
                     *         "internal"
                     *       ],
                     *       "backup_eligible": false,
                     *       "backed_up": false,
                     *       "created_at": "2026-01-31T12:34:56.789Z",
                     *       "last_used_at": "2026-01-31T12:34:56.789Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PasskeyResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `invalid_token`: The access token is missing, malformed, expired or revoked. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `reauthentication_required`: This action requires an authentication within the last five minutes. Re-authenticate.
             *     - `second_factor_required`: This action requires authentication with the second factor.
             *     - `cross_site_request`: A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: There were too many requests. Retry after the time in Retry-After. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "EC",
                     *           "use": "sig",
                     *           "alg": "ES256",
                     *           "kid": "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f",
                     *           "crv": "P-256",
                     *           "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                     *           "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PublicKeySet"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `service_unavailable`: The service is temporarily unavailable. Retry after the time in Retry-After. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenIdConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://auth.example.com",
                     *       "jwks_uri": "https://auth.example.com/.well-known/jwks.json",
                     *       "response_types_supported": [
                     *         "none"
                     *       ],
                     *       "subject_types_supported": [
                     *         "public"
                     *       ],
                     *       "id_token_signing_alg_values_supported": [
                     *         "ES256"
                     *       ],
                     *       "introspection_endpoint": "https://auth.example.com/api/v1/oauth/introspect",
                     *       "introspection_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "revocation_endpoint": "https://auth.example.com/api/v1/oauth/revoke",
                     *       "revocation_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DiscoveryDocument"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRelatedOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origins": [
                     *         "https://shop.example.net"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RelatedOriginsResponse"];
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not_found`: The resource does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `Healthy` or `Degraded`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Healthy */
                    "text/plain": string;
                    /**
                     * @example {
                     *       "status": "Degraded",
                     *       "duration_ms": 12,
                     *       "checks": [
                     *         {
                     *           "id": "redis",
                     *           "status": "Degraded",
                     *           "duration_ms": 11,
                     *           "detail": "RedisTimeoutException"
                     *         },
                     *         {
                     *           "id": "signing_keys",
                     *           "status": "Healthy",
                     *           "duration_ms": 1,
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The worst status of all checks.
                         * @enum {string}
                         */
                        status: "Healthy" | "Degraded" | "Unhealthy";
                        /**
                         * Format: int64
                         * @description How long all checks together took, in milliseconds.
                         */
                        duration_ms: number;
                        /** @description What was checked. More may be added. */
                        checks: {
                            /** @description What was checked, such as `postgres`. */
                            id: string;
                            /**
                             * @description Its status.
                             * @enum {string}
                             */
                            status: "Healthy" | "Degraded" | "Unhealthy";
                            /**
                             * Format: int64
                             * @description How long it took, in milliseconds.
                             */
                            duration_ms: number;
                            /** @description What is wrong, in words. */
                            detail: null | string;
                        }[];
                    };
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `Unhealthy`. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Unhealthy */
                    "text/plain": string;
                    /**
                     * @example {
                     *       "status": "Unhealthy",
                     *       "duration_ms": 12,
                     *       "checks": [
                     *         {
                     *           "id": "postgres",
                     *           "status": "Unhealthy",
                     *           "duration_ms": 11,
                     *           "detail": "NpgsqlException"
                     *         },
                     *         {
                     *           "id": "signing_keys",
                     *           "status": "Healthy",
                     *           "duration_ms": 1,
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The worst status of all checks.
                         * @enum {string}
                         */
                        status: "Healthy" | "Degraded" | "Unhealthy";
                        /**
                         * Format: int64
                         * @description How long all checks together took, in milliseconds.
                         */
                        duration_ms: number;
                        /** @description What was checked. More may be added. */
                        checks: {
                            /** @description What was checked, such as `postgres`. */
                            id: string;
                            /**
                             * @description Its status.
                             * @enum {string}
                             */
                            status: "Healthy" | "Degraded" | "Unhealthy";
                            /**
                             * Format: int64
                             * @description How long it took, in milliseconds.
                             */
                            duration_ms: number;
                            /** @description What is wrong, in words. */
                            detail: null | string;
                        }[];
                    };
                };
            };
        };
    };
    getAlive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `Healthy`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Healthy */
                    "text/plain": string;
                };
            };
            /** @description - `invalid_request`: The request is malformed or contains an invalid field. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `method_not_allowed`: The resource does not support this method. The Allow header lists the supported methods. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `payload_too_large`: The request body is larger than 16 KiB. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported_media_type`: The request body must have the media type of the operation, in UTF-8 and without a content encoding. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal_error`: The server encountered an unexpected error. The request id identifies it in the server's log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
