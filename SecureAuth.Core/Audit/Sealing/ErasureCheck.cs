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

    private const int Success = (int)AuditOutcome.Success;

    private readonly Dictionary<Guid, (long Seal, AuditLeafRow Row)> _erased = [];

    public void Add(long seal, AuditLeafRow row)
    {
        if (row.UserId is not { } user)
        {
            findings.AddRow(AuditFindingKind.ErasureUnexplained, $"row {row.Id} was erased, but has no user", seal, row);
            return;
        }

        // The deletion must be later than the last of them.
        if (!_erased.TryGetValue(user, out var before) || row.Id > before.Row.Id)
        {
            _erased[user] = (seal, row);
        }
    }

    /// <summary>Checks the rows that were added since the last time.</summary>
    public async Task CheckAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        if (_erased.Count == 0)
        {
            return;
        }

        var users = _erased.Keys.ToArray();
        var rows = _erased.Values.Select(erased => erased.Row.Id).ToArray();
        var explained = await db.Database.SqlQuery<Guid>(
            $"""
            -- find erased users
            SELECT u.id AS "Value" FROM unnest({users}, {rows}) u (id, erased_row)
            WHERE NOT EXISTS (SELECT FROM users WHERE users.id = u.id)
                AND EXISTS (
                    SELECT FROM audit_events a
                    WHERE a.user_id = u.id AND a.id >= u.erased_row AND a.event = ANY({Deletions}) AND a.outcome = {Success})
            """).ToListAsync(cancellationToken);
        foreach (var user in explained)
        {
            _erased.Remove(user);
        }

        foreach (var (seal, row) in _erased.Values)
        {
            findings.AddRow(
                AuditFindingKind.ErasureUnexplained,
                $"row {row.Id} was erased, but its user exists, or no later event says that the user was deleted", seal, row);
        }

        _erased.Clear();
    }
}
