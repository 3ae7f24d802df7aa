using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>
/// The reason for an action or a refusal: one of the stable words below, or text from an operator. It never contains a secret
/// or an e-mail. The words are stored and exported, so they must never be changed.
/// </summary>
public sealed record AuditReason
{
    public static readonly AuditReason AccountChanged = new("account_changed");
    public static readonly AuditReason AllSessions = new("all_sessions");
    public static readonly AuditReason AlreadyRegistered = new("already_registered");
    public static readonly AuditReason ByUser = new("by_user");

    /// <summary>A lock that time does not end, after too many failures in a row.</summary>
    public static readonly AuditReason ConsecutiveFailures = new("consecutive_failures");

    /// <summary>The counter of an authenticator did not increase, so there may be a copy of it.</summary>
    public static readonly AuditReason CounterWentBack = new("counter_went_back");
    public static readonly AuditReason Disabled = new("disabled");
    public static readonly AuditReason EmailNotVerified = new("email_not_verified");
    public static readonly AuditReason EmailTaken = new("email_taken");
    public static readonly AuditReason InvalidCode = new("invalid_code");
    public static readonly AuditReason InvalidPasskey = new("invalid_passkey");
    public static readonly AuditReason InvalidTempToken = new("invalid_temp_token");
    public static readonly AuditReason InvalidToken = new("invalid_token");
    public static readonly AuditReason LastWayIn = new("last_way_in");
    public static readonly AuditReason Locked = new("locked");
    public static readonly AuditReason OthersByUser = new("others_by_user");
    public static readonly AuditReason RedisUnavailable = new("redis_unavailable");
    public static readonly AuditReason RecentlyRestored = new("recently_restored");
    public static readonly AuditReason RegisteredAgain = new("registered_again");
    public static readonly AuditReason SecondFactorRequired = new("second_factor_required");
    public static readonly AuditReason TooManyPasskeys = new("too_many_passkeys");
    public static readonly AuditReason TooManyRequests = new("too_many_requests");
    public static readonly AuditReason UnknownAccount = new("unknown_account");
    public static readonly AuditReason UnknownPasskey = new("unknown_passkey");
    public static readonly AuditReason WeakPassword = new("weak_password");
    public static readonly AuditReason WrongAccount = new("wrong_account");
    public static readonly AuditReason WrongOrigin = new("wrong_origin");
    public static readonly AuditReason WrongPassword = new("wrong_password");

    /// <summary>The method of a sign-in or a re-authentication.</summary>
    public static readonly AuditReason WithPassword = new("pwd");
    public static readonly AuditReason WithPasswordAndTotp = new("pwd otp");
    public static readonly AuditReason WithPasswordAndRecoveryCode = new("pwd recovery_code");
    public static readonly AuditReason WithCode = new("code");
    public static readonly AuditReason WithPasskey = new("passkey");
    public static readonly AuditReason WithPasswordAndPasskey = new("pwd passkey");

    /// <summary>The purpose for which a recovery code was used.</summary>
    public static readonly AuditReason ForSignIn = new("sign_in");
    public static readonly AuditReason ForReauthentication = new("reauthentication");
    public static readonly AuditReason ForDisabling = new("disable");

    /// <summary>The reason why a refresh token was refused, or why a predecessor was accepted.</summary>
    public static readonly AuditReason Malformed = new("malformed");
    public static readonly AuditReason Forged = new("forged");
    public static readonly AuditReason UnknownSession = new("unknown_session");
    public static readonly AuditReason SessionEnded = new("session_ended");
    public static readonly AuditReason NotOfThisSession = new("not_of_this_session");
    public static readonly AuditReason RepeatedWithinGrace = new("repeated_within_grace");

    private AuditReason(string text) => Text = text;

    /// <summary>The text as it is stored.</summary>
    public string Text { get; }

    /// <summary>The text that an operator passed with <c>--reason</c>.</summary>
    public static AuditReason FromOperator(string text) => new(text);

    /// <summary>What an operator has changed, if the row has no column for it, and the text of <c>--reason</c>.</summary>
    public static AuditReason About(string change, AuditReason? reason) =>
        new(reason is null ? change : $"{change} {reason.Text}");

    /// <summary>A member of another closed list, such as the policy of a rate limit.</summary>
    public static AuditReason Of<T>(T member)
        where T : struct, Enum => new(WireName.Of(member));

    public override string ToString() => Text;
}
