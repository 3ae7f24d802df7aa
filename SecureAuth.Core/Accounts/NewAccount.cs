using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>The data of an account to be created.</summary>
/// <param name="Email">A validated e-mail address. Uniqueness ignores case.</param>
/// <param name="Password">The password exactly as it was typed.</param>
/// <param name="DisplayName">A validated display name, or null if none was given.</param>
public sealed record NewAccount(string Email, string Password, string? DisplayName) : Confidential
{
    /// <summary>What the password must not contain.</summary>
    public PersonalData PersonalData => new(Email, DisplayName, Username);

    /// <summary>
    /// Whether an operator vouches for the address, or an invitation that was mailed to it does. If not, a mail with a link to
    /// verify it is sent.
    /// </summary>
    public bool EmailVerified { get; init; }

    /// <summary>Whether the owner of the address is told if it already has an account.</summary>
    public bool TellsOwner { get; init; }

    /// <summary>What the mail about the address carries. It is a link to the default address if this is null.</summary>
    public RequestedProof? Proof { get; init; }

    /// <summary>The roles to assign to the account. Those that do not exist are created.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The invitation that the account uses up, which may bring a role too.</summary>
    public OpenInvitation? Invitation { get; init; }

    /// <summary>The validated values of the configured fields as a JSON object.</summary>
    public string Fields { get; init; } = "{}";

    /// <summary>A username in lower case, or null.</summary>
    public string? Username { get; init; }
}
