namespace SecureAuth.AdminCli.Accounts;

/// <summary>An account as operators see it. The members have the names of the API's <c>user</c> object.</summary>
/// <param name="LockedUntil">Null unless the account is currently locked.</param>
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
