using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.UserFields;

/// <summary>Changes the stored fields of accounts inside the caller's transaction.</summary>
public sealed class StoredUserFields(AuthDbContext db)
{
    /// <summary>
    /// Merges the changes into what is stored at that moment, in one statement, so that changes of different fields at the same
    /// time do not undo each other.
    /// </summary>
    public async Task<FieldsOutcome> MergeAsync(Guid userId, FieldChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);

        string[] removed = [.. changes.Removed];
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- update fields
            UPDATE users SET fields = (fields - {removed}::text[]) || {changes.Set}::jsonb, updated_at = clock_timestamp()
            WHERE id = {userId}
                AND (fields - {removed}::text[]) || {changes.Set}::jsonb <> fields
                AND octet_length(((fields - {removed}::text[]) || {changes.Set}::jsonb)::text) <= {UserFieldOptions.MaxStoredSize}
            """);
        if (changed > 0)
        {
            return FieldsOutcome.Changed;
        }

        // Only where much is left of fields that are no longer configured.
        var tooLarge = await db.Database.SqlQuery<bool>(
            $"""
            -- check fields
            SELECT octet_length(((fields - {removed}::text[]) || {changes.Set}::jsonb)::text) > {UserFieldOptions.MaxStoredSize}
                AS "Value"
            FROM users WHERE id = {userId}
            """).ToListAsync();
        return tooLarge is [true] ? FieldsOutcome.TooLarge : FieldsOutcome.Unchanged;
    }
}

/// <summary>The outcome of a change of fields.</summary>
public enum FieldsOutcome
{
    Changed = 1,

    /// <summary>The account has these values already, or no longer exists.</summary>
    Unchanged = 2,

    /// <summary>With the values of fields that are no longer configured, the account would have too many.</summary>
    TooLarge = 3,
}
