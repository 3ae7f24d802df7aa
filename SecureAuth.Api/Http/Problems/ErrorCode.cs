namespace SecureAuth.Api.Http.Problems;

/// <summary>
/// The closed list of error codes. The status and the texts of a code never depend on the request, so two responses with the same
/// code cannot be told apart.
/// </summary>
internal sealed class ErrorCode
{
    private static readonly List<ErrorCode> Codes = [];

    public static readonly ErrorCode InvalidRequest = new(
        "invalid_request", StatusCodes.Status400BadRequest,
        "Invalid request", "The request is malformed or contains an invalid field.");

    public static readonly ErrorCode WeakPassword = new(
        "weak_password", StatusCodes.Status400BadRequest,
        "Weak password", "The password does not meet the password policy.");

    public static readonly ErrorCode EmailTaken = new(
        "email_taken", StatusCodes.Status409Conflict,
        "E-mail taken", "An account with this e-mail address already exists.");

    public static readonly ErrorCode InvalidCredentials = new(
        "invalid_credentials", StatusCodes.Status401Unauthorized,
        "Invalid credentials", "The e-mail address, the password or the passkey is wrong.");

    public static readonly ErrorCode AccountLocked = new(
        "account_locked", StatusCodes.Status423Locked,
        "Account locked",
        "There were too many failed attempts. Retry after the time in Retry-After. Without this header, time does not end the "
        + "lock: reset the password, sign in with a passkey or ask an operator.");

    public static readonly ErrorCode AccountDisabled = new(
        "account_disabled", StatusCodes.Status403Forbidden,
        "Account disabled", "An operator has disabled this account.");

    public static readonly ErrorCode EmailNotVerified = new(
        "email_not_verified", StatusCodes.Status403Forbidden,
        "E-mail not verified", "The e-mail address of this account has not been verified.");

    public static readonly ErrorCode InvalidTempToken = new(
        "invalid_temp_token", StatusCodes.Status401Unauthorized,
        "Invalid challenge", "The temporary token or the challenge token is unknown, expired or already used. Start again.");

    public static readonly ErrorCode InvalidCode = new(
        "invalid_code", StatusCodes.Status401Unauthorized,
        "Invalid code", "The code is wrong, expired or already used.");

    public static readonly ErrorCode InvalidRefreshToken = new(
        "invalid_refresh_token", StatusCodes.Status401Unauthorized,
        "Invalid refresh token", "The refresh token is unknown, malformed, expired or revoked.");

    public static readonly ErrorCode RefreshTokenReused = new(
        "refresh_token_reused", StatusCodes.Status401Unauthorized,
        "Refresh token reused", "The refresh token was already used. Its session has been ended.");

    public static readonly ErrorCode InvalidToken = new(
        "invalid_token", StatusCodes.Status401Unauthorized,
        "Invalid token", "The access token is missing, malformed, expired or revoked.");

    /// <summary>The same code as <see cref="InvalidToken"/>, for a token in the body instead of the header.</summary>
    public static readonly ErrorCode InvalidOneTimeToken = new(
        "invalid_token", StatusCodes.Status400BadRequest,
        "Invalid one-time token", "The token of the mail is unknown, expired, replaced by a newer one or already used.");

    public static readonly ErrorCode InvalidClient = new(
        "invalid_client", StatusCodes.Status401Unauthorized,
        "Invalid client", "The credentials of the service are missing or wrong.");

    public static readonly ErrorCode ReauthenticationRequired = new(
        "reauthentication_required", StatusCodes.Status403Forbidden,
        "Re-authentication required", "This action requires an authentication within the last five minutes. Re-authenticate.");

    public static readonly ErrorCode SecondFactorRequired = new(
        "second_factor_required", StatusCodes.Status403Forbidden,
        "Second factor required", "This action requires authentication with the second factor.");

    public static readonly ErrorCode CrossSiteRequest = new(
        "cross_site_request", StatusCodes.Status403Forbidden,
        "Cross-site request",
        "A request with cookies must come from a page on an allowed origin of the same site, with the header X-SecureAuth-CSRF.");

    public static readonly ErrorCode PayloadTooLarge = new(
        "payload_too_large", StatusCodes.Status413PayloadTooLarge,
        "Payload too large", "The request body is larger than 16 KiB.");

    public static readonly ErrorCode UnsupportedMediaType = new(
        "unsupported_media_type", StatusCodes.Status415UnsupportedMediaType,
        "Unsupported media type",
        "The request body must have the media type of the operation, in UTF-8 and without a content encoding.");

    public static readonly ErrorCode MethodNotAllowed = new(
        "method_not_allowed", StatusCodes.Status405MethodNotAllowed,
        "Method not allowed", "The resource does not support this method. The Allow header lists the supported methods.");

    public static readonly ErrorCode NotFound = new(
        "not_found", StatusCodes.Status404NotFound,
        "Not found", "The resource does not exist.");

    public static readonly ErrorCode Conflict = new(
        "conflict", StatusCodes.Status409Conflict,
        "Conflict", "The request conflicts with the current state of the resource.");

    public static readonly ErrorCode RateLimited = new(
        "rate_limited", StatusCodes.Status429TooManyRequests,
        "Rate limited", "There were too many requests. Retry after the time in Retry-After.");

    public static readonly ErrorCode ServerBusy = new(
        "server_busy", StatusCodes.Status503ServiceUnavailable,
        "Server busy", "The server is overloaded. Retry after the time in Retry-After.");

    public static readonly ErrorCode ServiceUnavailable = new(
        "service_unavailable", StatusCodes.Status503ServiceUnavailable,
        "Service unavailable", "The service is temporarily unavailable. Retry after the time in Retry-After.");

    public static readonly ErrorCode InternalError = new(
        "internal_error", StatusCodes.Status500InternalServerError,
        "Internal error", "The server encountered an unexpected error. The request id identifies it in the server's log.");

    private ErrorCode(string code, int status, string title, string detail)
    {
        Code = code;
        Status = status;
        Title = title;
        Detail = detail;
        Codes.Add(this);
    }

    public static IReadOnlyList<ErrorCode> All => Codes;

    public string Code { get; }

    public int Status { get; }

    public string Title { get; }

    public string Detail { get; }

    /// <summary>The problem's <c>type</c> (RFC 9457, section 3.1.1): a stable name that cannot be dereferenced.</summary>
    public string Type => "urn:secureauth:error:" + Code;

    /// <summary>The nearest error code of OAuth 2.0 (RFC 6749, sections 4.1.2.1 and 5.2).</summary>
    public string OAuthError => Status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_client",
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "temporarily_unavailable",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };

    /// <summary>Whether a response with this code has a <c>Retry-After</c> header, unless there is nothing to wait for.</summary>
    public bool HasRetryAfter => Status is StatusCodes.Status423Locked
        or StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    /// <summary>Returns the code for a status that the framework or the server has set.</summary>
    public static ErrorCode ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => InvalidToken,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => RateLimited,
        StatusCodes.Status503ServiceUnavailable => ServiceUnavailable,
        >= StatusCodes.Status500InternalServerError => InternalError,
        _ => InvalidRequest,
    };

    public override string ToString() => Code;
}
