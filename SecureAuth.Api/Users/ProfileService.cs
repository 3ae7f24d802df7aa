using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Users;

/// <summary>Changes the profile of the signed-in user.</summary>
internal sealed class ProfileService(AuthDbContext db, AuditLog audit)
{
    /// <summary>Sets or removes the display name. Nothing is recorded if the user has this name already.</summary>
    public async Task SetDisplayNameAsync(SignedInSession session, string? displayName, Actor actor)
    {
        await using var transaction = await audit.BeginAsync();
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- update display name
            UPDATE users SET display_name = {displayName}::text, updated_at = clock_timestamp()
            WHERE id = {session.UserId} AND display_name IS DISTINCT FROM {displayName}::text
            """);
        if (changed == 0)
        {
            return;
        }

        transaction.Record(new AuditEntry(AuditEvent.DisplayNameChanged, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        });
        await transaction.CommitAsync();
    }
}
