using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.AuditTrail;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.UserFields;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Shows what an operator needs to know about an account before changing it.</summary>
internal sealed class UsersShowCommand : WatchableCommand
{
    private const int MaxEvents = 10;

    private readonly Argument<string> _user = UserArgument.Create();

    public UsersShowCommand()
        : base(
            "show",
            "Shows an account with its lockout, second factors, live sessions and most recent security events",
            "secureauth users show alice@example.com") =>
        Add(_user);

    protected override async Task<View> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var account = await invocation.Get<UserLookup>()
            .FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);

        // Attempts that are still being checked may fail yet, so the lockout counts them too.
        var failures = await db.AccountAttempts.TagWith("count failed attempts").Where(a => a.UserId == account.Id)
            .SumAsync(a => a.Failures.Length + a.SecondFactorFailures.Length + a.Pending.Length, cancellationToken);
        var recoveryCodes = await db.RecoveryCodes.TagWith("count recovery codes")
            .CountAsync(c => c.UserId == account.Id, cancellationToken);
        var passkeys = await db.Passkeys.TagWith("count passkeys")
            .CountAsync(p => p.UserId == account.Id, cancellationToken);
        var isMissing = !account.TotpEnabled
            && await invocation.Get<SecondFactorRule>().FindAsync(account.Id, cancellationToken) == SecondFactorState.Missing;
        var stored = await db.Users.TagWith("find user").Where(u => u.Id == account.Id).Select(u => u.Fields)
            .SingleOrDefaultAsync(cancellationToken);
        var fields = invocation.Get<ConfiguredFields>().ShowAll(stored ?? ConfiguredFields.Empty);
        var username = await db.Usernames.TagWith("find username").Where(u => u.UserId == account.Id).Select(u => u.Name)
            .FirstOrDefaultAsync(cancellationToken);
        var sessions = await LiveSession.ListAsync(db, account.Id, cancellationToken);
        var events = await StoredEvent.In(db).TagWith("list events")
            .Where(r => r.UserId == account.Id).OrderByDescending(r => r.Id).Take(MaxEvents).ToListAsync(cancellationToken);

        var details = new Details(account)
        {
            Lockout = new Lockout(account.LockedUntil, failures),
            SecondFactors = new SecondFactors(account.TotpEnabled, recoveryCodes, passkeys, isMissing),
            Sessions = sessions,
            Events = events.ConvertAll(RecordedEvent.From),
            Username = username,
            Fields = fields.Count > 0 ? fields : null,
        };
        return new View(details, () => Describe(details));
    }

    private static Rows Describe(Details user)
    {
        var account = TextTable.WithoutHeader()
            .Row("ID", user.Id.ToString())
            .Row("E-mail", user.EmailVerified ? user.Email : $"{user.Email} (not verified)")
            .Row("Display name", user.DisplayName);
        if (user.Username is not null)
        {
            account.Row("Username", user.Username);
        }

        account
            .Row("Roles", string.Join(", ", user.Roles))
            .Row("Active", TextTable.YesNo(user.IsActive))
            .Row("Created", TextTable.Time(user.CreatedAt))
            .Row("Last sign-in", TextTable.Time(user.LastLoginAt))
            .Row("Password changed", TextTable.Time(user.PasswordChangedAt))
            .Row("Locked until", LockEnd.Describe(user.Lockout.LockedUntil))
            .Row("Failed attempts", $"{user.Lockout.Failures}")
            .Row("TOTP", user.SecondFactors.Missing ? "no (a second factor is required, not set up)"
                : TextTable.YesNo(user.SecondFactors.Totp))
            .Row("Recovery codes left", $"{user.SecondFactors.RecoveryCodesLeft}")
            .Row("Passkeys", $"{user.SecondFactors.Passkeys}");

        foreach (var (name, value) in user.Fields ?? new Dictionary<string, JsonElement?>())
        {
            account.Row(name, value?.ToString());
        }

        var log = TextTable.WithHeader(
            ["Time", "Event"], "Outcome", "Actor", "Address", "Reason", "ID", "Session", "User agent")
            .Highlight(Styles.Warning, "Outcome", "refused");
        foreach (var e in user.Events)
        {
            log.Row(
                TextTable.Time(e.OccurredAt), e.Event, e.Outcome, e.Actor, e.Address, e.Reason, $"{e.Id}",
                e.SessionId?.ToString(), e.UserAgent);
        }

        return new Rows(
            account,
            new Text("Live sessions", Styles.Header),
            SessionsListCommand.Describe(user.Sessions),
            new Text("Most recent security events", Styles.Header),
            log);
    }

    /// <summary>The members of <see cref="Account"/> come first in the JSON document.</summary>
    private sealed record Details : Account
    {
        public Details(Account account)
            : base(account)
        {
        }

        [JsonPropertyOrder(1)]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Username { get; init; }

        /// <summary>The values of the configured fields, and of former ones.</summary>
        [JsonPropertyOrder(1)]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyDictionary<string, JsonElement?>? Fields { get; init; }

        [JsonPropertyOrder(1)]
        public required Lockout Lockout { get; init; }

        [JsonPropertyOrder(1)]
        public required SecondFactors SecondFactors { get; init; }

        [JsonPropertyOrder(1)]
        public required IReadOnlyList<LiveSession> Sessions { get; init; }

        /// <summary>Newest first.</summary>
        [JsonPropertyOrder(1)]
        public required IReadOnlyList<RecordedEvent> Events { get; init; }
    }

    private sealed record Lockout(DateTimeOffset? LockedUntil, int Failures);

    /// <param name="Totp">Whether an authenticator app is enabled.</param>
    /// <param name="RecoveryCodesLeft">The number of unused recovery codes.</param>
    /// <param name="Passkeys">The number of passkeys.</param>
    /// <param name="Missing">Whether the user must have a second factor and has none, by the settings of this command.</param>
    private sealed record SecondFactors(bool Totp, int RecoveryCodesLeft, int Passkeys, bool Missing);
}
