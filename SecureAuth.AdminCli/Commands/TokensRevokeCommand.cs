using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
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

    protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parsed = invocation.Parsed;
        if (parsed.GetValue(_user) is { } user)
        {
            return OfUserAsync(invocation, user, cancellationToken);
        }

        if (parsed.GetValue(_session) is { } session)
        {
            return OfSessionAsync(invocation, session, cancellationToken);
        }

        return parsed.GetValue(_refreshToken)
            ? OfTokenAsync(invocation, cancellationToken)
            : OfEverybodyAsync(invocation, cancellationToken);
    }

    private void RequireOneTarget(CommandResult result)
    {
        Option[] targets = [_user, _session, _refreshToken, _all];
        if (targets.Count(target => result.GetResult(target) is not null) != 1)
        {
            result.AddError("Give exactly one of --user, --session, --refresh-token-stdin and --all.");
        }
    }

    private static async Task<Plan> OfUserAsync(Invocation invocation, string name, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(name, cancellationToken);
        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(new Revocation(user.Id, SessionsEnded: live), $"Would end the sessions of {user.Email}: {live}")
        {
            Event = AuditEvent.UserSessionsRevoked,
            Question = $"End every session of {user.Email} ({live})?",
            ApplyAsync = async entry =>
            {
                var ended = await invocation.Get<SessionService>().EndAllForUserAsync(
                    user.Id, except: null, RevocationReason.RevokedByOperator, entry);
                return new Applied(new Revocation(user.Id, SessionsEnded: ended), $"Ended the sessions of {user.Email}: {ended}");
            },
        };
    }

    private static async Task<Plan> OfSessionAsync(Invocation invocation, Guid id, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken)
            ?? throw new OperatorException(ExitCode.NotFound, $"No such session: {id}");
        if (!await LiveSessions.NotEndedIn(db).AnyAsync(s => s.Id == id, cancellationToken))
        {
            return new Plan(new Revocation(session.UserId, id), EndedAlready(id));
        }

        // One that has expired counts for nothing, and yet is ended: an access token of it may be younger.
        var live = await LiveSessions.In(db).CountAsync(s => s.Id == id, cancellationToken);
        return new Plan(
            new Revocation(session.UserId, id, SessionsEnded: live), $"Would end the session {id} of user {session.UserId}")
        {
            Event = AuditEvent.SessionRevoked,
            Question = $"End the session {id} of user {session.UserId}?",
            ApplyAsync = async entry =>
            {
                var ended = await invocation.Get<SessionService>()
                    .EndAsync(id, owner: null, RevocationReason.RevokedByOperator, entry);
                return new Applied(
                    new Revocation(session.UserId, id, SessionsEnded: ended ? live : 0),
                    ended ? $"Ended the session {id}" : EndedAlready(id));
            },
        };
    }

    private static async Task<Plan> OfTokenAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var presented = invocation.Terminal.ReadSecret("Refresh token").Trim();
        var token = await VerifyAsync(invocation, presented)
            ?? throw new OperatorException(ExitCode.NotFound, "No such session: this installation did not make that token");
        return await OfSessionAsync(invocation, token.SessionId, cancellationToken);
    }

    private static async Task<RefreshToken?> VerifyAsync(Invocation invocation, string? presented)
    {
        try
        {
            return await invocation.Get<RefreshRotation>().VerifyAsync(presented);
        }
        catch (StoreUnavailableException error)
        {
            throw new OperatorException(ExitCode.Failed, $"{error.Message}; or revoke by --session or --user");
        }
    }

    private static async Task<Plan> OfEverybodyAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var live = await LiveSessions.In(invocation.Get<AuthDbContext>()).CountAsync(cancellationToken);
        return new Plan(new Revocation(All: true, SessionsEnded: live), $"Would sign everybody out; live sessions: {live}")
        {
            Event = AuditEvent.AllSessionsRevoked,
            Question = $"Sign everybody out? Live sessions: {live}.",
            ApplyAsync = async entry =>
            {
                await invocation.Get<SessionService>().EndAllAsync(entry);
                return new Applied(
                    new Revocation(All: true, SessionsEnded: live), $"Signed everybody out; live sessions were: {live}");
            },
        };
    }

    private static string EndedAlready(Guid id) => $"The session {id} had ended already";

    private sealed record Revocation(Guid? UserId = null, Guid? SessionId = null, bool All = false, int SessionsEnded = 0) : Change;
}
