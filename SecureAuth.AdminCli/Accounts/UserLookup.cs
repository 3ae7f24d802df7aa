using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>Finds accounts by the e-mail address, the username or the ID that an operator gives.</summary>
internal sealed class UserLookup(AuthDbContext db, ILookupNormalizer normalizer)
{
    /// <summary>
    /// All accounts. Callers filter and page the query before they run it. Postgres then reads only their rows, as long as the
    /// query contains no volatile function: with <c>clock_timestamp()</c> it would read all accounts and their roles first.
    /// </summary>
    public IQueryable<Account> All => db.Database.SqlQuery<Account>(
        $"""
        SELECT u.id, u.email, u.email_verified, u.display_name,
            ARRAY(
                SELECT r.name FROM user_roles m JOIN roles r ON r.id = m.role_id
                WHERE m.user_id = u.id ORDER BY r.name) AS roles,
            u.totp_enabled, u.is_active,
            (SELECT max(a.locked_until) FROM account_attempts a
                WHERE a.user_id = u.id AND a.locked_until > now()) AS locked_until,
            u.created_at, u.updated_at, u.password_changed_at,
            u.last_login_at
        FROM users u
        """);

    /// <summary>The ids of the accounts that are currently locked.</summary>
    public IQueryable<Guid> Locked => db.Database.SqlQuery<Guid>(
        $"""
        SELECT a.user_id AS "Value" FROM account_attempts a WHERE a.locked_until > now() AND a.user_id IS NOT NULL
        """);

    /// <param name="user">An e-mail address, a username or an ID.</param>
    /// <exception cref="OperatorException">There is no such account.</exception>
    public async Task<Account> FindAsync(string user, CancellationToken cancellationToken)
    {
        var id = Guid.TryParse(user, out var given) ? given
            : Username.Normalize(user.Trim()) is { } name ? await FindByUsernameAsync(name, cancellationToken)
            : await FindByEmailAsync(user, cancellationToken);
        return await All.TagWith("find user").SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
            ?? throw NoSuchUser(user);
    }

    public static OperatorException NoSuchUser(string user) => new(ExitCode.NotFound, $"No such user: {user}");

    private Task<Guid?> FindByUsernameAsync(string name, CancellationToken cancellationToken)
    {
        var key = Username.KeyOf(name);
        return db.Usernames.TagWith("find user by username").Where(held => held.Key == key && held.Name == name)
            .Select(held => held.UserId).SingleOrDefaultAsync(cancellationToken);
    }

    private Task<Guid?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        return db.Users.TagWith("find user by e-mail").Where(u => u.NormalizedEmail == normalized)
            .Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
