using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Users;

/// <summary>Changes the profile of the signed-in user. Nothing is recorded for what the user has already.</summary>
internal sealed class ProfileService(
    AuthDbContext db, StandingCheck standing, StoredUserFields fields, Usernames usernames, Outbox outbox, AuditLog audit)
{
    public async Task<ProfileOutcome> ChangeAsync(SignedInSession session, ProfileChange change, Actor actor)
    {
        if (change is { ChangesDisplayName: false, Fields.Any: false, ChangesUsername: false })
        {
            return ProfileOutcome.Done;
        }

        await using var transaction = await audit.BeginAsync();
        if (change.ChangesUsername)
        {
            switch (await standing.LockAsync(session))
            {
                case SessionStanding.Ended:
                    return ProfileOutcome.SessionEnded;

                case SessionStanding.SecondFactorMissing:
                    return ProfileOutcome.SecondFactorRequired;
            }
        }

        var changes = 0;
        if (change.ChangesDisplayName && await SetDisplayNameAsync(session.UserId, change.DisplayName))
        {
            Record(AuditEvent.DisplayNameChanged);
        }

        if (change.Fields.Any)
        {
            switch (await fields.MergeAsync(session.UserId, change.Fields))
            {
                case FieldsOutcome.TooLarge:
                    return ProfileOutcome.TooManyFields;

                case FieldsOutcome.Changed:
                    // The names are the operator's. The values are personal data.
                    Record(
                        AuditEvent.FieldsChanged,
                        AuditReason.About($"fields={string.Join(',', change.Fields.Names)}", reason: null));
                    break;
            }
        }

        if (change.ChangesUsername)
        {
            var outcome = await (change.Username is { } name
                ? usernames.ClaimAsync(session.UserId, name)
                : usernames.ReleaseAsync(session.UserId));
            switch (outcome)
            {
                case UsernameOutcome.Taken:
                    return ProfileOutcome.UsernameTaken;

                case UsernameOutcome.Unchanged:
                    break;

                default:
                    Record(AuditEvent.UsernameChanged);
                    await outbox.AddAsync(transaction, Usernames.NoticeOf(session.UserId, outcome, actor));
                    break;
            }
        }

        if (changes > 0)
        {
            await transaction.CommitAsync();
        }

        return ProfileOutcome.Done;

        void Record(AuditEvent @event, AuditReason? reason = null)
        {
            changes++;
            transaction.Record(new AuditEntry(@event, AuditOutcome.Success, actor)
            {
                UserId = session.UserId,
                SessionId = session.SessionId,
                Reason = reason,
            });
        }
    }

    private async Task<bool> SetDisplayNameAsync(Guid userId, string? displayName) => await db.Database.ExecuteSqlAsync(
        $"""
        -- update display name
        UPDATE users SET display_name = {displayName}::text, updated_at = clock_timestamp()
        WHERE id = {userId} AND display_name IS DISTINCT FROM {displayName}::text
        """) > 0;
}
