using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Registration;

/// <summary>
/// Lets users of certain roles invite addresses. Whether an address has an account is found out by the sender of the mails, after
/// the response.
/// </summary>
internal sealed class InvitationService(
    OneTimeTokens tokens, Invitations invitations, StandingCheck standing, AuditLog audit)
{
    public async Task<InvitationOutcome> InviteAsync(
        SignedInSession session, NewInvitation invitation, Actor actor, CancellationToken disconnected)
    {
        var key = await tokens.KeyAsync(disconnected);
        var entry = new AuditEntry(AuditEvent.InvitationSent, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        };
        InvitationOutcome outcome;
        await using (var transaction = await audit.BeginAsync())
        {
            await invitations.LockAsync(invitation.Email);
            outcome = await CheckAsync(session);
            if (outcome is InvitationOutcome.Accepted)
            {
                var id = await invitations.AddAsync(
                    transaction, key, invitation with { InvitedBy = session.UserId }, actor);
                transaction.Record(entry with { Reason = OpenInvitation.ReasonOf(id, role: null, reason: null) });
                await transaction.CommitAsync();
            }
        }

        if (outcome is InvitationOutcome.TooMany)
        {
            await audit.WriteAsync(entry with
            {
                Event = AuditEvent.InvitationRefused,
                Outcome = AuditOutcome.Refused,
                Reason = AuditReason.TooManyRequests,
            });
        }

        return outcome;
    }

    /// <summary>Locks the row of the user, so that parallel requests are counted one after the other.</summary>
    private async Task<InvitationOutcome> CheckAsync(SignedInSession session) => await standing.LockAsync(session) switch
    {
        SessionStanding.Ended => new InvitationOutcome.SessionEnded(),
        _ when !await invitations.MayInviteAsync(session.UserId) => new InvitationOutcome.NotPermitted(),
        SessionStanding.SecondFactorMissing => new InvitationOutcome.SecondFactorRequired(),
        _ when await invitations.FindRetryAfterAsync(session.UserId) is { } retryAfter =>
            new InvitationOutcome.TooMany(retryAfter),
        _ => new InvitationOutcome.Accepted(),
    };
}
