using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Users;

/// <summary>Reads what a user is shown: never the whole row.</summary>
internal sealed class UserReader(AuthDbContext db)
{
    /// <returns>Null if the account is gone.</returns>
    public async Task<UserResponse?> FindAsync(Guid id, CancellationToken cancellationToken)
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
