using Microsoft.AspNetCore.Identity;

namespace SecureAuth.Core.Data;

/// <summary>
/// An account. The lockout, phone and user name properties of Identity's base class are not stored: lockout has its own table,
/// which also covers unknown accounts, and a username has a table of its own, because few deployments have any.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    public string? DisplayName { get; set; }

    /// <summary>The values of the configured fields, and of former ones, as a JSON object.</summary>
    public string Fields { get; set; } = "{}";

    /// <summary>False if an operator has disabled the account, which prevents sign-ins and refreshes.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset PasswordChangedAt { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }
}
