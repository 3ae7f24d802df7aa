using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace SecureAuth.Core.Data;

public static class RoleQueries
{
    /// <summary>The names of a user's roles, in a stable order.</summary>
    public static IQueryable<string> RoleNamesOf(this AuthDbContext db, Guid userId)
    {
        ArgumentNullException.ThrowIfNull(db);

        var names =
            from membership in db.Set<IdentityUserRole<Guid>>()
            join role in db.Set<Role>() on membership.RoleId equals role.Id
            where membership.UserId == userId
            orderby role.Name
            select role.Name;
        return names.TagWith("find roles");
    }
}
