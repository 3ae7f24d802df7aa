using Microsoft.AspNetCore.Identity;

namespace SecureAuth.Core.Data;

/// <summary>
/// An account. Of what Identity's base class brings, lockout, phone and user name are not stored: lockout has a table
/// that knows unknown accounts too, and the e-mail is the name.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    public string? DisplayName { get; set; }

    /// <summary>False once an operator has disabled the account: no sign-in, no refresh.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset PasswordChangedAt { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }
}
