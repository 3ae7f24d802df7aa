namespace SecureAuth.Client;

/// <summary>The codes of <see cref="SecureAuthException.Code"/>. Later versions of the server may have more.</summary>
public static class ErrorCodes
{
    /// <summary>A member is missing or invalid: <see cref="SecureAuthException.Errors"/> names it and the reason.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>
    /// The password policy rejects the new password. <see cref="SecureAuthException.Errors"/> has the reasons under
    /// <c>password</c>, such as <c>too_short</c>, <c>common</c>, <c>breached</c>, <c>contains_personal_data</c> or
    /// <c>too_guessable</c>.
    /// </summary>
    public const string WeakPassword = "weak_password";

    /// <summary>Only where addresses need not be verified. Elsewhere a mail tells the owner of the address.</summary>
    public const string EmailTaken = "email_taken";

    /// <summary>The account is unknown or the password or passkey is wrong. The server never says which.</summary>
    public const string InvalidCredentials = "invalid_credentials";

    /// <summary>
    /// Too many failed attempts. If <see cref="SecureAuthException.RetryAfter"/> is null, time does not end the lock: the user
    /// has to reset the password, use a passkey or ask an operator.
    /// </summary>
    public const string AccountLocked = "account_locked";

    /// <summary>The password is right, but an operator has disabled the account.</summary>
    public const string AccountDisabled = "account_disabled";

    /// <summary>The password is right, but the address has not been verified.</summary>
    public const string EmailNotVerified = "email_not_verified";

    /// <summary>The temporary token of a sign-in or a passkey's challenge is unknown, expired or used. Start again.</summary>
    public const string InvalidTempToken = "invalid_temp_token";

    /// <summary>
    /// The one-time code is wrong, expired or used. For the code of a mail: it is wrong, and the next guess may be right.
    /// </summary>
    public const string InvalidCode = "invalid_code";

    /// <summary>The session is over: the user has to sign in.</summary>
    public const string InvalidRefreshToken = "invalid_refresh_token";

    /// <summary>
    /// A refresh token came back that had been used before. Somebody may have copied it, so the server has ended the session.
    /// </summary>
    public const string RefreshTokenReused = "refresh_token_reused";

    /// <summary>
    /// The access token or the token of a mail is invalid, expired or revoked. For the code of a mail: the request for it has
    /// expired, has been used, or has had its five guesses.
    /// </summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>
    /// The action needs an authentication of the last five minutes: <see cref="AccountClient.ReauthenticateWithPasswordAsync"/>
    /// or <see cref="AccountClient.ReauthenticateWithCodeAsync"/>.
    /// </summary>
    public const string ReauthenticationRequired = "reauthentication_required";

    /// <summary>The user has a second factor, and the action needs a session or a fresh token that used it.</summary>
    public const string SecondFactorRequired = "second_factor_required";

    /// <summary>The request came with the cookies of a page in a browser, which this client never sends.</summary>
    public const string CrossSiteRequest = "cross_site_request";

    /// <summary>The resource does not exist, or belongs to somebody else.</summary>
    public const string NotFound = "not_found";

    /// <summary>
    /// The request contradicts the state of the account, for example removing the last way to sign in. Or the username is taken.
    /// </summary>
    public const string Conflict = "conflict";

    /// <summary>Too many requests: a retry after <see cref="SecureAuthException.RetryAfter"/> is let through.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>Too many passwords wait to be hashed. Try again after <see cref="SecureAuthException.RetryAfter"/>.</summary>
    public const string ServerBusy = "server_busy";

    /// <summary>A store is down. Try again after <see cref="SecureAuthException.RetryAfter"/>.</summary>
    public const string ServiceUnavailable = "service_unavailable";

    /// <summary>A defect of the server. <see cref="SecureAuthException.RequestId"/> identifies it in the server's log.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The id or the secret of a resource server is wrong.</summary>
    public const string InvalidClient = "invalid_client";

    /// <summary>
    /// The client's own code: the response is not one of this API, for example the error page of a proxy, or it cannot be read.
    /// </summary>
    public const string UnexpectedResponse = "unexpected_response";
}
