using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>A role that a command gives to a user or takes away.</summary>
/// <param name="Role">The name as it is stored, or as it was given if nobody has created the role.</param>
/// <param name="Exists">Whether somebody has created the role.</param>
internal sealed record RoleGrant(Account User, string Role, bool Exists)
{
    /// <summary>Whether the user has the role.</summary>
    public bool IsHeld => User.Roles.Contains(Role);

    public static async Task<RoleGrant> FindAsync(
        AuthDbContext db, ILookupNormalizer normalizer, Account user, string role, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(role);
        var stored = await db.Set<Role>().TagWith("check role").Where(r => r.NormalizedName == normalized).Select(r => r.Name)
            .SingleOrDefaultAsync(cancellationToken);
        return new RoleGrant(user, stored ?? role, stored is not null);
    }
}

/// <param name="Email">The account's e-mail address, for people who read the output.</param>
/// <param name="Changed">False if the account already had, or did not have, the role.</param>
/// <param name="RoleCreated">Whether nobody had created the role before.</param>
/// <param name="Roles">The roles of the account afterwards.</param>
/// <param name="SessionsWithoutSecondFactor">
/// The live sessions that end at their next refresh, because the role demands a second factor and they began without one.
/// </param>
internal sealed record RoleChanged(
    Guid UserId,
    string Email,
    bool Changed,
    string Role,
    bool RoleCreated,
    string[] Roles,
    int SessionsWithoutSecondFactor = 0)
    : UserChange(UserId, Email, Changed);
