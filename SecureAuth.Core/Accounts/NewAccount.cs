using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>The data of an account to be created.</summary>
/// <param name="Email">A validated e-mail address. Uniqueness ignores case.</param>
/// <param name="Password">The password exactly as it was typed.</param>
/// <param name="DisplayName">A validated display name, or null if none was given.</param>
public sealed record NewAccount(string Email, string Password, string? DisplayName) : Confidential
{
    /// <summary>The names that the password must not contain.</summary>
    public string Names => $"{DisplayName} {Username}";

    /// <summary>Whether an operator vouches for the address. If not, a mail with a link to verify it is sent.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>Whether the owner of the address is told if it already has an account.</summary>
    public bool TellsOwner { get; init; }

    /// <summary>The validated values of the configured fields as a JSON object.</summary>
    public string Fields { get; init; } = "{}";

    /// <summary>A username in lower case, or null.</summary>
    public string? Username { get; init; }

    /// <summary>A role to assign to the account. It is created if it does not exist.</summary>
    public string? Role { get; init; }
}
