using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Documentation;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>What a user is shown of the account.</summary>
/// <param name="Id">The <c>sub</c> of the user's tokens.</param>
/// <param name="Email">As it was typed at registration.</param>
/// <param name="EmailVerified">Whether the owner has shown to receive mail there.</param>
/// <param name="DisplayName">Null if none was given.</param>
/// <param name="Roles">In alphabetical order.</param>
/// <param name="TotpEnabled">Whether sign-in asks for a code too.</param>
/// <param name="Passkeys">How many passkeys the account has.</param>
/// <param name="IsActive">False for an account that an operator has disabled.</param>
/// <param name="CreatedAt">The registration.</param>
/// <param name="UpdatedAt">The last change of the account.</param>
/// <param name="PasswordChangedAt">When the password was last set.</param>
/// <param name="LastLoginAt">The last sign-in; null before the first.</param>
internal sealed record UserResponse(
    [Field(Example = Examples.UserId)] Guid Id,
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string Email,
    bool EmailVerified,
    [Field(Example = Examples.DisplayName, MaxLength = FieldLimits.DisplayName)] string? DisplayName,
    [Field(Example = new[] { "user" })] IReadOnlyList<string> Roles,
    bool TotpEnabled,
    int Passkeys,
    bool IsActive,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime UpdatedAt,
    [Field(Example = Examples.Time)] DateTime PasswordChangedAt,
    [Field(Example = Examples.Time)] DateTime? LastLoginAt) : Confidential
{
    /// <summary>An account that has just been registered, without asking for what was written a moment ago.</summary>
    public static UserResponse OfNew(User user) => new(
        user.Id, user.Email!, user.EmailConfirmed, user.DisplayName, Roles: [], TotpEnabled: false, Passkeys: 0, user.IsActive,
        user.CreatedAt.UtcDateTime, user.UpdatedAt.UtcDateTime, user.PasswordChangedAt.UtcDateTime, LastLoginAt: null);

    /// <returns>Null if the account no longer exists.</returns>
    public static async Task<UserResponse?> FindAsync(AuthDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var user = await db.Users
            .Where(u => u.Id == id)
            .Select(u => new
            {
                u.Email, u.EmailConfirmed, u.DisplayName, u.TwoFactorEnabled, u.IsActive, u.CreatedAt, u.UpdatedAt,
                u.PasswordChangedAt, u.LastLoginAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (user is null)
        {
            return null;
        }

        var roles = await db.RoleNamesOf(id).ToListAsync(cancellationToken);
        return new UserResponse(
            id, user.Email!, user.EmailConfirmed, user.DisplayName, roles, user.TwoFactorEnabled, Passkeys: 0,
            user.IsActive, user.CreatedAt.UtcDateTime, user.UpdatedAt.UtcDateTime, user.PasswordChangedAt.UtcDateTime,
            user.LastLoginAt?.UtcDateTime);
    }
}
