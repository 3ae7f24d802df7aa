using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>Everything that is stored about a user.</summary>
/// <param name="ExportedAt">When the export began.</param>
/// <param name="User">The account.</param>
/// <param name="SecondFactor">The second factor.</param>
/// <param name="Passkeys">The passkeys.</param>
/// <param name="Lockout">The failed attempts that are counted at present.</param>
/// <param name="Sessions">The sessions, including those that ended within the last day.</param>
/// <param name="Devices">The devices that have a device token.</param>
/// <param name="UnfinishedSignIns">The sign-ins of the last day that required a second factor.</param>
/// <param name="MailedLinks">The links that were mailed in the last days.</param>
/// <param name="Mails">The mails of the last days, whose copies have not been erased yet.</param>
/// <param name="Events">All security events, newest first.</param>
internal sealed record ExportResponse(
    [Field(Example = Examples.Time)] DateTime ExportedAt,
    UserResponse User,
    ExportedSecondFactor SecondFactor,
    IReadOnlyList<ExportedPasskey> Passkeys,
    ExportedLockout Lockout,
    IReadOnlyList<ExportedSession> Sessions,
    IReadOnlyList<ExportedDevice> Devices,
    IReadOnlyList<ExportedChallenge> UnfinishedSignIns,
    IReadOnlyList<ExportedLink> MailedLinks,
    IReadOnlyList<ExportedMail> Mails,
    IAsyncEnumerable<ExportedEvent> Events) : Confidential;

/// <param name="TotpSetUpAt">When an authenticator app was set up, or null if there is none.</param>
/// <param name="TotpEnabledAt">When it was confirmed, or null if it is not.</param>
/// <param name="RecoveryCodesLeft">The number of recovery codes that have not been used.</param>
internal sealed record ExportedSecondFactor(
    [Field(Example = Examples.Time)] DateTime? TotpSetUpAt,
    [Field(Example = Examples.Time)] DateTime? TotpEnabledAt,
    [Field(Example = 10)] int RecoveryCodesLeft) : Confidential;

/// <param name="Id">The passkey's id.</param>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="CredentialId">The id that the authenticator chose, in base64url.</param>
/// <param name="PublicKey">The public key in COSE form (RFC 9052), in base64url.</param>
/// <param name="SignCount">The authenticator's counter at the last use.</param>
/// <param name="Transports">How a browser can reach the authenticator.</param>
/// <param name="BackupEligible">Whether the key can be copied to other devices.</param>
/// <param name="BackedUp">Whether the key was on other devices at the last use.</param>
/// <param name="CreatedAt">When the passkey was added.</param>
/// <param name="LastUsedAt">When it was last used, or null.</param>
internal sealed record ExportedPasskey(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = "Phone")] string Name,
    [Field(Example = Examples.CredentialId)] string CredentialId,
    [Field(Example = "pQECAyYgASFYIDn0")] string PublicKey,
    [Field(Example = 7)] long SignCount,
    [Field(Example = new[] { "internal" })] IReadOnlyList<string> Transports,
    [Field(Example = true)] bool BackupEligible,
    [Field(Example = true)] bool BackedUp,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime? LastUsedAt) : Confidential;

/// <param name="FailedAttempts">The number of failed attempts since the last success.</param>
/// <param name="LockedUntil">
/// When the last lock ends or ended, or null. The year 9999 stands for a lock that time does not end.
/// </param>
internal sealed record ExportedLockout(
    [Field(Example = 0)] int FailedAttempts, [Field(Example = Examples.Time)] DateTime? LockedUntil) : Confidential;

/// <param name="Id">The session's id.</param>
/// <param name="DeviceName">The device name that the client sent at sign-in, or null.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header that the client sent at sign-in, or null.</param>
/// <param name="Ip">The IP address from which the user signed in, or null if it is unknown.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When the session was last refreshed.</param>
/// <param name="ExpiresAt">When the session ends or ended if it is not refreshed.</param>
/// <param name="EndedAt">When the session was ended before that, or null.</param>
/// <param name="Amr">The authentication methods of the sign-in (RFC 8176).</param>
internal sealed record ExportedSession(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = Examples.Device)] string? DeviceName,
    [Field(Example = Examples.UserAgent)] string? UserAgent,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime LastUsedAt,
    [Field(Example = Examples.Time)] DateTime ExpiresAt,
    [Field(Example = Examples.Time)] DateTime? EndedAt,
    [Field(Example = new[] { "pwd", "otp", "mfa" })] IReadOnlyList<string> Amr) : Confidential;

/// <param name="Id">The device's id.</param>
/// <param name="Name">The last name that the client gave to it, or null.</param>
/// <param name="CreatedAt">When it first signed in.</param>
/// <param name="LastUsedAt">When it last signed in.</param>
internal sealed record ExportedDevice(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = Examples.Device)] string? Name,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime LastUsedAt) : Confidential;

/// <param name="DeviceName">The device name that the client sent, or null.</param>
/// <param name="CreatedAt">When the password was accepted.</param>
/// <param name="ExpiresAt">When the challenge expires or expired.</param>
internal sealed record ExportedChallenge(
    [Field(Example = Examples.Device)] string? DeviceName,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime ExpiresAt) : Confidential;

/// <param name="Kind">What the link does.</param>
/// <param name="Email">The new address, the former one, or null if the link does not change the address.</param>
/// <param name="CreatedAt">When the token of the link was issued.</param>
/// <param name="ExpiresAt">When the token expires or expired.</param>
/// <param name="UsedAt">When the token was used or replaced, or null.</param>
internal sealed record ExportedLink(
    [Field(Example = "restore_email", Values = ["verify_email", "reset_password", "change_email", "restore_email"])]
    string Kind,
    [Field(Example = Examples.Email)] string? Email,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime ExpiresAt,
    [Field(Example = Examples.Time)] DateTime? UsedAt) : Confidential;

/// <param name="Kind">What the mail is about.</param>
/// <param name="Change">What was changed, or null.</param>
/// <param name="Recipient">The address, or null if it was the account's.</param>
/// <param name="Ip">The IP address of the client that caused the mail, or null.</param>
/// <param name="CreatedAt">When the event happened.</param>
/// <param name="SentAt">When the mail was sent, or null.</param>
internal sealed record ExportedMail(
    [Field(Example = "passkeys_changed")] string Kind,
    [Field(Example = "passkey_added")] string? Change,
    [Field(Example = Examples.Email)] string? Recipient,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime? SentAt) : Confidential;

/// <param name="Id">The event's number.</param>
/// <param name="Event">The kind of event.</param>
/// <param name="Outcome">Whether the action succeeded or was refused.</param>
/// <param name="At">When it happened.</param>
/// <param name="Actor">Who acted: a client, an operator or the server itself.</param>
/// <param name="Reason">More about the event, or null. It is left out if an operator acted.</param>
/// <param name="Ip">The IP address of the client, or null.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header of the client, or null.</param>
/// <param name="SessionId">The session that the event is about, or null.</param>
/// <param name="RequestId">The <c>X-Request-Id</c> of the request, or null.</param>
internal sealed record ExportedEvent(
    [Field(Example = 4711)] long Id,
    [Field(Example = "signed_in")] string Event,
    [Field(Example = "success", Values = ["success", "refused"])] string Outcome,
    [Field(Example = Examples.Time)] DateTime At,
    [Field(Example = "client", Values = ["client", "operator", "service", "system"])] string Actor,
    [Field(Example = "pwd")] string? Reason,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.UserAgent)] string? UserAgent,
    [Field(Example = Examples.SessionId)] Guid? SessionId,
    [Field(Example = Examples.RequestId)] string? RequestId) : Confidential;
