using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Passwords;

/// <summary>Removes the signed-in user's password. There must be a passkey, which remains.</summary>
internal sealed class PasswordRemovalService(StandingCheck standing, PasswordReplacement passwords, AuditLog audit)
{
    public async Task<PasswordRemoval> RemoveAsync(SignedInSession session, Actor actor)
    {
        var entry = new AuditEntry(AuditEvent.PasswordRemoved, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        };
        await using (var transaction = await audit.BeginAsync())
        {
            switch (await standing.LockAsync(session))
            {
                case SessionStanding.Ended:
                    return PasswordRemoval.SessionEnded;

                case SessionStanding.SecondFactorMissing:
                    return PasswordRemoval.SecondFactorRequired;
            }

            if (await passwords.RemoveAsync(transaction, entry))
            {
                await transaction.CommitAsync();
                return PasswordRemoval.Removed;
            }
        }

        await audit.WriteAsync(entry with
        {
            Event = AuditEvent.PasswordChangeRefused,
            Outcome = AuditOutcome.Refused,
            Reason = AuditReason.LastWayIn,
        });
        return PasswordRemoval.Conflict;
    }
}
