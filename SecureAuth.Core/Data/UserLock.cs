using Microsoft.EntityFrameworkCore;

namespace SecureAuth.Core.Data;

public static class UserLock
{
    /// <summary>
    /// Locks the user's row until the caller's transaction ends. What changes how a user can sign in takes it first, so that two
    /// such changes cannot overlap. Does nothing if there is no such user.
    /// </summary>
    public static Task LockUserAsync(this AuthDbContext db, Guid? userId)
    {
        ArgumentNullException.ThrowIfNull(db);

        return db.Database.ExecuteSqlAsync(
            $"""
            -- lock user
            SELECT FROM users WHERE id = {userId} FOR UPDATE
            """);
    }
}
