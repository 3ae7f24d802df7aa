using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>An account from another system.</summary>
/// <param name="Email">A validated e-mail address. Uniqueness ignores case.</param>
/// <param name="PasswordHash">A hash that can be verified.</param>
/// <param name="DisplayName">A validated display name, or null if there is none.</param>
/// <param name="EmailVerified">Whether the other system has verified the address.</param>
public sealed record ImportedAccount(string Email, string PasswordHash, string? DisplayName, bool EmailVerified) : Confidential
{
    /// <summary>The validated values of the configured fields as a JSON object.</summary>
    public string Fields { get; init; } = "{}";

    /// <summary>The name to sign in with, in lower case, or null if there is none.</summary>
    public string? Username { get; init; }
}

/// <summary>The outcome of a batch.</summary>
/// <param name="Created">The number of accounts that were created. The e-mails of the others are taken.</param>
/// <param name="WithoutUsername">
/// The indexes of the accounts that were created without their username, because it or one that looks like it is taken.
/// </param>
public sealed record ImportOutcome(int Created, IReadOnlyList<int> WithoutUsername);
