using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>Adds, renames and removes the signed-in user's passkeys. None of these ends a session.</summary>
internal sealed class PasskeysService(
    AuthDbContext db,
    Ceremonies ceremonies,
    PasskeyChallenges challenges,
    UserPasskeys passkeys,
    StandingCheck standing,
    Outbox outbox,
    AuditLog audit,
    AuthMeter meter)
{
    private static readonly string Purpose = WireName.Of(PasskeyPurpose.Registration);

    /// <returns>Null if the user has as many passkeys as a user can have, or has just been deleted.</returns>
    public Task<(BegunCeremony Ceremony, string ChallengeToken)?> BeginAsync(
        SignedInSession session, CancellationToken disconnected) => BeginAsync(session.UserId, BindingOf(session), disconnected);

    /// <summary>Begins with the passkey that completes a sign-in, see <see cref="PasskeySetUp"/>.</summary>
    public Task<(BegunCeremony Ceremony, string ChallengeToken)?> BeginAsync(
        OpenChallenge setUp, CancellationToken disconnected) => BeginAsync(setUp.UserId, setUp.TokenHash, disconnected);

    public async Task<PasskeyAddition> AddAsync(
        SignedInSession session, string challengeToken, string name, Credential credential, Actor actor)
    {
        var ceremony = await challenges.UseAsync(challengeToken, PasskeyPurpose.Registration, BindingOf(session));
        if (ceremony is null)
        {
            return await RefuseAsync(
                session, actor, AuditReason.InvalidTempToken, PasskeyResult.InvalidChallenge,
                new PasskeyAddition.InvalidChallenge());
        }

        var attestation = await ceremonies.VerifyRegistrationAsync(ceremony.State, credential);
        return attestation.Passkey is { } verified
            ? await StoreAsync(session, name, verified, actor)
            : await RefuseAsync(session, actor, attestation.Refusal!, PasskeyResult.Failed, new PasskeyAddition.Failed());
    }

    public async Task<PasskeyChange> RenameAsync(SignedInSession session, Guid id, string name, Actor actor)
    {
        await using var transaction = await audit.BeginAsync();
        if (await LockAsync(session) is { } superseded)
        {
            return superseded;
        }

        if (await passkeys.RenameAsync(session.UserId, id, name) is not { } renamed)
        {
            return new PasskeyChange.NotFound();
        }

        transaction.Record(Entry(AuditEvent.PasskeyRenamed, session, actor));
        await transaction.CommitAsync();
        return new PasskeyChange.Renamed(renamed);
    }

    public async Task<PasskeyChange> RemoveAsync(SignedInSession session, Guid id, Actor actor)
    {
        PasskeyRemoval outcome;
        await using (var transaction = await audit.BeginAsync())
        {
            if (await LockAsync(session) is { } superseded)
            {
                return superseded;
            }

            outcome = await passkeys.RemoveAsync(session.UserId, id);
            if (outcome == PasskeyRemoval.Removed)
            {
                await CommitChangeAsync(
                    transaction, Entry(AuditEvent.PasskeyRemoved, session, actor), MailChange.PasskeyRemoved);
            }
        }

        switch (outcome)
        {
            case PasskeyRemoval.Removed:
                return new PasskeyChange.Removed();

            case PasskeyRemoval.NotFound:
                return new PasskeyChange.NotFound();
        }

        var reason = outcome == PasskeyRemoval.LastWayIn ? AuditReason.LastWayIn : AuditReason.SecondFactorRequired;
        await audit.WriteAsync(Refusal(session, actor, reason));
        return new PasskeyChange.Conflict();
    }

    /// <returns>Null if the session may still change the passkeys.</returns>
    private async Task<PasskeyChange?> LockAsync(SignedInSession session) => await standing.LockAsync(session) switch
    {
        SessionStanding.Ended => new PasskeyChange.SessionEnded(),
        SessionStanding.SecondFactorMissing => new PasskeyChange.SecondFactorRequired(),
        _ => null,
    };

    private async Task<(BegunCeremony Ceremony, string ChallengeToken)?> BeginAsync(
        Guid userId, byte[] binding, CancellationToken disconnected)
    {
        var existing = await passkeys.ListAsync(userId, disconnected);
        if (existing.Count >= Passkey.MaximumPerUser)
        {
            return null;
        }

        var user = await db.Users.TagWith("find user").Where(u => u.Id == userId)
            .Select(u => new { Email = u.Email!, u.DisplayName }).SingleOrDefaultAsync(disconnected);
        if (user is null)
        {
            return null;
        }

        var begun = await ceremonies.BeginRegistrationAsync(userId, user.Email, user.DisplayName, existing);
        return (begun, await challenges.StartAsync(PasskeyPurpose.Registration, binding, null, begun.State));
    }

    private async Task<PasskeyAddition> StoreAsync(SignedInSession session, string name, NewPasskey verified, Actor actor)
    {
        await using (var transaction = await audit.BeginAsync())
        {
            switch (await standing.LockAsync(session))
            {
                case SessionStanding.Ended:
                    return new PasskeyAddition.SessionEnded();

                case SessionStanding.SecondFactorMissing:
                    return new PasskeyAddition.SecondFactorRequired();
            }

            if (await passkeys.AddAsync(session.UserId, name, verified) is { } added)
            {
                await CommitChangeAsync(
                    transaction, Entry(AuditEvent.PasskeyAdded, session, actor), MailChange.PasskeyAdded);
                meter.PasskeyAttempt(Purpose, PasskeyResult.Success);
                return new PasskeyAddition.Added(added);
            }
        }

        var reason = await passkeys.FindAsync(verified.CredentialId) is null
            ? AuditReason.TooManyPasskeys
            : AuditReason.AlreadyRegistered;
        return await RefuseAsync(session, actor, reason, PasskeyResult.Refused, new PasskeyAddition.Conflict());
    }

    /// <summary>Commits what changes how the user can sign in, together with the mail that tells its owner.</summary>
    private async Task CommitChangeAsync(AuditedTransaction transaction, AuditEntry entry, MailChange change)
    {
        await outbox.AddAsync(
            transaction,
            NewMail.ToUser(MailKind.PasskeysChanged, entry.UserId, MailDetails.Of(entry.Actor, change)));
        transaction.Record(entry);
        await transaction.CommitAsync();
    }

    private async Task<PasskeyAddition> RefuseAsync(
        SignedInSession session, Actor actor, AuditReason reason, PasskeyResult result, PasskeyAddition outcome)
    {
        await audit.WriteAsync(Refusal(session, actor, reason));
        meter.PasskeyAttempt(Purpose, result);
        return outcome;
    }

    /// <summary>Only the session that began a registration can complete it.</summary>
    private static byte[] BindingOf(SignedInSession session) => session.SessionId.ToByteArray();

    private static AuditEntry Refusal(SignedInSession session, Actor actor, AuditReason reason) =>
        Entry(AuditEvent.PasskeyRefused, session, actor) with { Outcome = AuditOutcome.Refused, Reason = reason };

    private static AuditEntry Entry(AuditEvent @event, SignedInSession session, Actor actor) =>
        new(@event, AuditOutcome.Success, actor) { UserId = session.UserId, SessionId = session.SessionId };
}
