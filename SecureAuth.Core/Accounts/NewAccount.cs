using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>The data of an account to be created.</summary>
/// <param name="Email">A validated e-mail address. Uniqueness ignores case.</param>
/// <param name="Password">The password exactly as it was typed.</param>
/// <param name="DisplayName">A validated display name, or null if none was given.</param>
public sealed record NewAccount(string Email, string Password, string? DisplayName) : Confidential
{
    /// <summary>Whether an operator vouches for the address.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>A role to assign to the account. It is created if it does not exist.</summary>
    public string? Role { get; init; }
}
