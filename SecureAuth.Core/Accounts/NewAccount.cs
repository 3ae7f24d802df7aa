using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>What an account is to be made of.</summary>
/// <param name="Email">Valid already; unique whatever its case.</param>
/// <param name="Password">Exactly as it was typed.</param>
/// <param name="DisplayName">Valid already; null if none was given.</param>
public sealed record NewAccount(string Email, string Password, string? DisplayName) : Confidential
{
    /// <summary>Whether somebody vouches for the address.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>A role that the account has from the start, which is made if there is none of that name.</summary>
    public string? Role { get; init; }
}
