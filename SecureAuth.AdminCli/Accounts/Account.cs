namespace SecureAuth.AdminCli.Accounts;

/// <summary>An account as operators see it; its members are named as those of the API's <c>user</c>.</summary>
/// <param name="LockedUntil">Null unless it is locked now.</param>
internal record Account(
    Guid Id,
    string Email,
    bool EmailVerified,
    string? DisplayName,
    string[] Roles,
    bool TotpEnabled,
    bool IsActive,
    DateTimeOffset? LockedUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset PasswordChangedAt,
    DateTimeOffset? LastLoginAt);
