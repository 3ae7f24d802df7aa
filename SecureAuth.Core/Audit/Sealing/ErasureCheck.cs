using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Checks that rows were erased only because their user was deleted. Otherwise whoever can write to the database could hide the
/// addresses of some rows. The deletion is later than the row, so the row that records it is kept for at least as long.
/// </summary>
internal sealed class ErasureCheck(AuditFindings findings)
{
    private static readonly int[] Deletions =
        [(int)AuditEvent.AccountDeleted, (int)AuditEvent.AccountExpired, (int)AuditEvent.UserDeleted];

    private readonly Dictionary<Guid, (long Seal, AuditLeafRow Row)> _erased = [];

    public void Add(long seal, AuditLeafRow row)
    {
        if (row.UserId is not { } user)
        {
            findings.AddRow(AuditFindingKind.ErasureUnexplained, $"row {row.Id} was erased, but has no user", seal, row);
            return;
        }

        _erased.TryAdd(user, (seal, row));
    }

    /// <summary>Checks the rows that were added since the last time.</summary>
    public async Task CheckAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        if (_erased.Count == 0)
        {
            return;
        }

        var users = _erased.Keys.ToArray();
        var explained = await db.Database.SqlQuery<Guid>(
            $"""
            -- find erased users
            SELECT u.id AS "Value" FROM unnest({users}) u (id)
            WHERE NOT EXISTS (SELECT FROM users WHERE users.id = u.id)
                AND EXISTS (SELECT FROM audit_events a WHERE a.user_id = u.id AND a.event = ANY({Deletions}))
            """).ToListAsync(cancellationToken);
        foreach (var user in explained)
        {
            _erased.Remove(user);
        }

        foreach (var (seal, row) in _erased.Values)
        {
            findings.AddRow(
                AuditFindingKind.ErasureUnexplained,
                $"row {row.Id} was erased, but its user exists, or no event says that the user was deleted", seal, row);
        }

        _erased.Clear();
    }
}
