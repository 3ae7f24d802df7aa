using System.CommandLine;
using System.Net;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.RateLimiting;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Gives a client address or an e-mail address all of its permits back.</summary>
internal sealed class LimitsResetCommand : ChangingCommand
{
    private readonly Argument<string> _key = LimitKeyArgument.Create();

    public LimitsResetCommand()
        : base(
            "reset",
            "Resets the limits of a client address (its requests) or of an e-mail address (its failed sign-ins, a lock, and its "
                + "mailed links). While Redis is down, each API instance counts requests by itself, which nothing resets.",
            "secureauth limits reset 203.0.113.7 --reason \"load test of the office\"") =>
        Add(_key);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var key = LimitKeyArgument.Read(invocation, _key);
        return key.Address is { } address
            ? await PlanAsync(invocation, key, address)
            : await PlanAsync(invocation, key, cancellationToken);
    }

    private static async Task<Plan> PlanAsync(Invocation invocation, LimitKey key, IPAddress address)
    {
        invocation.RequireRedis("without Redis, the instance counts the requests of an address, and forgets them at its restart");

        // Read first: if Redis does not answer, nothing must be recorded.
        var used = (await invocation.Get<ClientBuckets>().ReadAsync(address)).Count(bucket => bucket.FullAt is not null);
        if (used == 0)
        {
            return NothingToReset(key);
        }

        return new Plan(new Reset(key.Text, null, true, used), $"Would reset the limits of {key.Text} ({used})")
        {
            Event = AuditEvent.LimitsReset,
            ApplyAsync = entry => ResetAsync(invocation, key, address, used, entry),
        };
    }

    private static async Task<Plan> PlanAsync(Invocation invocation, LimitKey key, CancellationToken cancellationToken)
    {
        var limits = invocation.Get<EmailLimits>();
        var state = await limits.ReadAsync(key.Text, cancellationToken);
        var used = UsedOf(state);
        if (used == 0)
        {
            return NothingToReset(key);
        }

        return new Plan(new Reset(key.Text, state.UserId, true, used), $"Would reset the limits of {key.Text} ({used})")
        {
            Event = AuditEvent.LimitsReset,
            ApplyAsync = entry => ResetAsync(invocation, limits, key, state, used, entry),
        };
    }

    /// <summary>
    /// The row is written first, because nothing may be reset without one. If Redis is lost in between, the row stays, and the
    /// exit code tells the operator to run the command again.
    /// </summary>
    private static async Task<ChangeResult> ResetAsync(
        Invocation invocation, LimitKey key, IPAddress address, int used, AuditEntry entry)
    {
        await using (var transaction = await invocation.Get<AuditLog>().BeginAsync())
        {
            transaction.Record(entry with { Reason = AuditReason.About($"address={key.Text}", entry.Reason) });
            await transaction.CommitAsync();
        }

        try
        {
            await invocation.Get<ClientBuckets>().ResetAsync(address);
        }
        catch (RedisException error)
        {
            throw new OperatorException(
                ExitCode.StoreUnreachable,
                $"The reset was recorded, but Redis was lost before all limits were reset; run it again: {error.Message}");
        }

        return new ChangeResult(new Reset(key.Text, null, true, used), $"Reset the limits of {key.Text} ({used})");
    }

    private static async Task<ChangeResult> ResetAsync(
        Invocation invocation, EmailLimits limits, LimitKey key, EmailLimitState state, int used, AuditEntry entry)
    {
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        if (!await limits.ResetAsync(state))
        {
            return new ChangeResult(new Reset(key.Text, state.UserId, false, 0), $"Nothing to reset: {key.Text} has all permits");
        }

        transaction.Record(entry with { UserId = state.UserId });
        await transaction.CommitAsync();
        return new ChangeResult(new Reset(key.Text, state.UserId, true, used), $"Reset the limits of {key.Text} ({used})");
    }

    private static Plan NothingToReset(LimitKey key) =>
        new(new Reset(key.Text, null, false, 0), $"Nothing to reset: {key.Text} has all permits");

    private static int UsedOf(EmailLimitState state) =>
        state.Attempts.Count(row => row.Left < row.Permits || row.ConsecutiveFailures + row.ConsecutiveSecondFactorFailures > 0)
        + state.Mails.Count(mail => mail.FullAt is not null);

    /// <param name="Key">The e-mail address, or the IPv4 address or IPv6 network that the limits count for.</param>
    /// <param name="UserId">The account of the e-mail address, or null.</param>
    /// <param name="Changed">False if nothing was used up.</param>
    /// <param name="LimitsReset">How many limits were used up in part or as a whole.</param>
    private sealed record Reset(string Key, Guid? UserId, bool Changed, int LimitsReset) : Change;
}
