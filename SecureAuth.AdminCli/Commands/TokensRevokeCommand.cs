using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Ends one session, all sessions of a user, or all sessions, and revokes their refresh and access tokens.</summary>
internal sealed class TokensRevokeCommand : ChangingCommand
{
    /// <summary>The number of sessions that <c>--all</c> looks at to count the live ones.</summary>
    private const int MaxCounted = 10_000;

    private readonly Option<string?> _user = new("--user")
    {
        Description = "End all sessions of this user (e-mail address or ID)",
        HelpName = "user",
    };

    private readonly Option<Guid?> _session = IdOption.Create("--session", "End the session with this ID", "sid");

    private readonly Option<bool> _refreshToken = new("--refresh-token-stdin")
    {
        Description = "Read a refresh token from standard input and end its session",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>It takes no value, because "--all false" must not be taken for a target.</summary>
    private readonly Option<bool> _all = new("--all")
    {
        Description = "End all sessions of all users",
        Arity = ArgumentArity.Zero,
    };

    public TokensRevokeCommand()
        : base(
            "revoke",
            "Ends sessions: revokes their refresh tokens at once and their access tokens within a second. Takes exactly one of "
                + "--user, --session, --refresh-token-stdin and --all.",
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
            result.AddError("Specify exactly one of --user, --session, --refresh-token-stdin and --all.");
        }
    }

    private static async Task<Plan> OfUserAsync(Invocation invocation, string name, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(name, cancellationToken);
        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(
            new Revocation(user.Id, SessionsEnded: live), $"Would end all sessions of {user.Email} (live sessions: {live})")
        {
            Event = AuditEvent.UserSessionsRevoked,
            Question = $"End all sessions of {user.Email} (live sessions: {live})?",
            ApplyAsync = async entry =>
            {
                var ended = await invocation.Get<SessionService>().EndAllForUserAsync(
                    user.Id, except: null, RevocationReason.RevokedByOperator, entry);
                return new ChangeResult(
                    new Revocation(user.Id, SessionsEnded: ended),
                    $"Ended all sessions of {user.Email} (live sessions: {ended})");
            },
        };
    }

    private static async Task<Plan> OfSessionAsync(Invocation invocation, Guid id, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var session = await db.Sessions.AsNoTracking().TagWith("find session")
                .SingleOrDefaultAsync(s => s.Id == id, cancellationToken)
            ?? throw new OperatorException(ExitCode.NotFound, $"No such session: {id}");
        if (!await LiveSessions.NotEndedIn(db).TagWith("check session").AnyAsync(s => s.Id == id, cancellationToken))
        {
            return new Plan(new Revocation(session.UserId, id), EndedAlready(id));
        }

        // An expired session is not counted but still has to be ended, because one of its access tokens may be valid for longer.
        var live = await LiveSessions.In(db).TagWith("count sessions").CountAsync(s => s.Id == id, cancellationToken);
        return new Plan(
            new Revocation(session.UserId, id, SessionsEnded: live), $"Would end session {id} of user {session.UserId}")
        {
            Event = AuditEvent.SessionRevoked,
            Question = $"End session {id} of user {session.UserId}?",
            ApplyAsync = async entry =>
            {
                var ended = await invocation.Get<SessionService>()
                    .EndAsync(id, owner: null, RevocationReason.RevokedByOperator, entry);
                return new ChangeResult(
                    new Revocation(session.UserId, id, SessionsEnded: ended ? live : 0),
                    ended ? $"Ended session {id}" : EndedAlready(id));
            },
        };
    }

    private static async Task<Plan> OfTokenAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var presented = invocation.Terminal.ReadSecret("Refresh token").Trim();
        var token = await VerifyAsync(invocation, presented)
            ?? throw new OperatorException(ExitCode.NotFound, "No such session: this installation did not issue the token");
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
            throw new OperatorException(ExitCode.Failed, $"{error.Message}; or use --session or --user instead");
        }
    }

    private static async Task<Plan> OfEverybodyAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (counted, mayBeMore) = await LiveSession.CountAllAsync(
            invocation.Get<AuthDbContext>(), MaxCounted, cancellationToken);
        var revocation = new Revocation(All: true, SessionsEnded: counted, MoreSessionsEnded: mayBeMore);
        var live = mayBeMore ? $"at least {counted}" : $"{counted}";
        return new Plan(revocation, $"Would end all sessions of all users (live sessions: {live})")
        {
            Event = AuditEvent.AllSessionsRevoked,
            Question = $"End all sessions of all users (live sessions: {live})?",
            ApplyAsync = async entry =>
            {
                await invocation.Get<SessionService>().EndAllAsync(entry);
                return new ChangeResult(revocation, $"Ended all sessions of all users (live sessions: {live})");
            },
        };
    }

    private static string EndedAlready(Guid id) => $"Session {id} has already ended";

    /// <param name="MoreSessionsEnded">True if not all sessions were counted, because there are too many.</param>
    private sealed record Revocation(
        Guid? UserId = null,
        Guid? SessionId = null,
        bool All = false,
        int SessionsEnded = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool MoreSessionsEnded = false) : Change;
}
