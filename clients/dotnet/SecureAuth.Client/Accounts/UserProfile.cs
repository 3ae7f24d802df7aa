using System.Text.Json;

namespace SecureAuth.Client;

/// <summary>A user's own account.</summary>
/// <param name="Id">The id, which is the <c>sub</c> claim of the access tokens.</param>
/// <param name="Email">The address as it was entered.</param>
/// <param name="EmailVerified">Whether the address has been verified.</param>
/// <param name="Roles">The roles, in alphabetical order.</param>
/// <param name="TotpEnabled">Whether an authenticator app is set up.</param>
/// <param name="Passkeys">The number of passkeys.</param>
/// <param name="IsActive">False if an operator has disabled the account.</param>
/// <param name="CreatedAt">When the account was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="PasswordChangedAt">When the password was last set.</param>
/// <param name="DisplayName">The name to display, or null.</param>
/// <param name="LastLoginAt">When the user last signed in, or null.</param>
/// <param name="Username">The name to sign in with, in addition to the address, in lower case, or null.</param>
/// <param name="Fields">
/// The values of the fields that the operator has configured, each null if it has none. Null if there are no such fields.
/// </param>
public sealed record UserProfile(
    Guid Id,
    string Email,
    bool EmailVerified,
    IReadOnlyList<string> Roles,
    bool TotpEnabled,
    int Passkeys,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset PasswordChangedAt,
    string? DisplayName = null,
    DateTimeOffset? LastLoginAt = null,
    string? Username = null,
    IReadOnlyDictionary<string, JsonElement?>? Fields = null) : SecureAuthMessage;
