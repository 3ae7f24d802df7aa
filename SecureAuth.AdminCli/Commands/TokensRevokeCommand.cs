using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Ends sessions, with their refresh tokens and their access tokens: one, a user's, or everybody's.</summary>
internal sealed class TokensRevokeCommand : ChangingCommand
{
    private readonly Option<string?> _user = new("--user")
    {
        Description = "Every session of this user (an e-mail or an id)",
        HelpName = "user",
    };

    private readonly Option<Guid?> _session = IdOption.Create("--session", "One session, by its id", "sid");

    private readonly Option<bool> _refreshToken = new("--refresh-token-stdin")
    {
        Description = "The session of a refresh token that is read from standard input",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>It takes no value: "--all false" must not count as a target that was named.</summary>
    private readonly Option<bool> _all = new("--all") { Description = "Sign everybody out", Arity = ArgumentArity.Zero };

    public TokensRevokeCommand()
        : base(
            "revoke",
            "Ends sessions: their refresh tokens at once, their access tokens within a second. Takes exactly one of "
                + "--user, --session, --refresh-token-stdin and --all",
            "secureauth tokens revoke --user alice@example.com --reason \"lost her phone\"")
    {
        Add(_user);
        Add(_session);
        Add(_refreshToken);
        Add(_all);
        Validators.Add(RequireOneTarget);
    }

    protected override Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parsed = invocation.Parsed;
        if (parsed.GetValue(_user) is { } user)
        {
            return RevokeUserAsync(invocation, user, cancellationToken);
        }

        if (parsed.GetValue(_session) is { } session)
        {
            return RevokeSessionAsync(invocation, session, cancellationToken);
        }

        return parsed.GetValue(_refreshToken)
            ? RevokeTokenAsync(invocation, cancellationToken)
            : RevokeAllAsync(invocation, cancellationToken);
    }

    private void RequireOneTarget(CommandResult result)
    {
        Option[] targets = [_user, _session, _refreshToken, _all];
        if (targets.Count(target => result.GetResult(target) is not null) != 1)
        {
            result.AddError("Give exactly one of --user, --session, --refresh-token-stdin and --all.");
        }
    }

    private async Task<ExitCode> RevokeUserAsync(Invocation invocation, string name, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(name, cancellationToken);
        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        if (IsDryRun(invocation))
        {
            return Report(invocation, new Revocation(user.Id, DryRun: true), $"Would end the sessions of {user.Email}: {live}");
        }

        Confirm(invocation, $"End every session of {user.Email} ({live})?");
        var ended = await invocation.Get<SessionService>().EndAllOfUserAsync(
            user.Id, except: null, RevocationReason.RevokedByOperator, Entry(invocation, AuditEvent.UserSessionsRevoked));
        return Report(
            invocation, new Revocation(user.Id, SessionsEnded: ended), $"Ended the sessions of {user.Email}: {ended}");
    }

    private async Task<ExitCode> RevokeSessionAsync(Invocation invocation, Guid id, CancellationToken cancellationToken)
    {
        var session = await invocation.Get<AuthDbContext>().Sessions.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id, cancellationToken)
            ?? throw new OperatorException(ExitCode.NotFound, $"No such session: {id}");
        var found = new Revocation(session.UserId, id, DryRun: IsDryRun(invocation));
        if (session.RevokedAt is not null)
        {
            return Report(invocation, found, $"The session {id} had ended already");
        }

        if (IsDryRun(invocation))
        {
            return Report(invocation, found, $"Would end the session {id} of user {session.UserId}");
        }

        Confirm(invocation, $"End the session {id} of user {session.UserId}?");
        var ended = await invocation.Get<SessionService>().EndAsync(
            id, owner: null, RevocationReason.RevokedByOperator, Entry(invocation, AuditEvent.SessionRevoked));
        return Report(
            invocation,
            found with { SessionsEnded = ended ? 1 : 0 },
            ended ? $"Ended the session {id}" : $"The session {id} had ended already");
    }

    private async Task<ExitCode> RevokeTokenAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var presented = invocation.Terminal.ReadSecret("Refresh token");
        var token = await GenuineAsync(invocation, presented)
            ?? throw new OperatorException(ExitCode.NotFound, "No such session: this installation did not make that token");
        return await RevokeSessionAsync(invocation, token.SessionId, cancellationToken);
    }

    private static async Task<RefreshToken?> GenuineAsync(Invocation invocation, string? presented)
    {
        try
        {
            return await invocation.Get<RefreshRotation>().GenuineAsync(presented);
        }
        catch (StoreUnavailableException error)
        {
            throw new OperatorException(ExitCode.Failed, $"{error.Message}; or revoke by --session or --user");
        }
    }

    private async Task<ExitCode> RevokeAllAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var live = await LiveSessions.In(invocation.Get<AuthDbContext>()).CountAsync(cancellationToken);
        if (IsDryRun(invocation))
        {
            return Report(invocation, new Revocation(DryRun: true), $"Would sign everybody out; live sessions: {live}");
        }

        Confirm(invocation, $"Sign everybody out? Live sessions: {live}.");
        await invocation.Get<SessionService>()
            .EndEverybodysAsync(Entry(invocation, AuditEvent.AllSessionsRevoked));
        return Report(invocation, new Revocation(All: true, SessionsEnded: live), $"Signed everybody out; live sessions were: {live}");
    }

    private static ExitCode Report(Invocation invocation, Revocation revocation, string message)
    {
        invocation.Terminal.Result(revocation, message);
        if (!revocation.DryRun)
        {
            invocation.WarnIfRedisMissedIt();
        }

        return ExitCode.Done;
    }

    private sealed record Revocation(
        Guid? UserId = null, Guid? SessionId = null, bool All = false, bool DryRun = false, int SessionsEnded = 0);
}
