using System.CommandLine;
using System.Globalization;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Shows how much of its limits a client address or an e-mail address has used up.</summary>
internal sealed class LimitsShowCommand : OperatorCommand
{
    private readonly Argument<string> _key = LimitKeyArgument.Create();

    public LimitsShowCommand()
        : base(
            "show",
            "Shows what is left of the limits of a client address (its requests, by policy) or of an e-mail address (its failed "
                + "sign-ins and mailed links). The permits are those of this command's RateLimits__* settings.",
            "secureauth limits show 203.0.113.7") =>
        Add(_key);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var key = LimitKeyArgument.Read(invocation, _key);
        if (key.Address is { } address)
        {
            invocation.RequireRedis("without Redis, only the running instance knows the limits of an address");
            var states = await invocation.Get<ClientBuckets>().ReadAsync(address);
            invocation.Terminal.Result(new AddressLimits(key.Text, [.. states.Select(Bucket.From)]), Describe);
        }
        else
        {
            var state = await invocation.Get<EmailLimits>().ReadAsync(key.Text, cancellationToken);
            invocation.Terminal.Result(new EmailDocument(key.Text, state.UserId, state.Attempts, state.Mails), Describe);
        }

        return ExitCode.Done;
    }

    private static TextTable Describe(AddressLimits limits)
    {
        var table = TextTable.WithHeader(["Policy", "Left"], "Of", "Full at", "Window");
        foreach (var bucket in limits.Buckets)
        {
            table.Row(
                bucket.Policy,
                Number(bucket.Left),
                Number(bucket.Permits),
                TextTable.Time(bucket.FullAt),
                TimeSpan.FromSeconds(bucket.Window).ToString("c", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static Rows Describe(EmailDocument limits)
    {
        var attempts = TextTable.WithHeader(
            ["Attempts", "Left"],
            "Of", "Locked until", "Passwords", "Codes", "In progress", "Passwords in a row", "Codes in a row");
        foreach (var row in limits.Attempts)
        {
            attempts.Row(
                row.Scope.Replace('_', ' '),
                Number(row.Left),
                Number(row.Permits),
                LockEnd.Describe(row.LockedUntil),
                Number(row.Failures),
                Number(row.SecondFactorFailures),
                Number(row.Pending),
                Number(row.ConsecutiveFailures),
                Number(row.ConsecutiveSecondFactorFailures));
        }

        if (limits.Mails.Count == 0)
        {
            return new Rows(new Text("There is no account with this address."), attempts);
        }

        var mails = TextTable.WithHeader(["Mail", "Left"], "Of", "Full at");
        foreach (var mail in limits.Mails)
        {
            mails.Row(mail.Kind, Number(mail.Left), Number(mail.Permits), TextTable.Time(mail.FullAt));
        }

        return new Rows(attempts, mails);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <param name="Key">The IPv4 address or IPv6 network that the limits count for.</param>
    private sealed record AddressLimits(string Key, IReadOnlyList<Bucket> Buckets);

    private sealed record EmailDocument(
        string Key, Guid? UserId, IReadOnlyList<Attempts> Attempts, IReadOnlyList<MailLimit> Mails);

    /// <param name="Policy">The policy, as in the response header <c>RateLimit-Policy</c>.</param>
    /// <param name="Permits">The size of the bucket.</param>
    /// <param name="Window">The time in which an empty bucket is full again, in seconds.</param>
    /// <param name="Left">How many requests would be let through at once.</param>
    /// <param name="FullAt">When the bucket is full again, or null if it is.</param>
    private sealed record Bucket(string Policy, int Permits, double Window, long Left, DateTimeOffset? FullAt)
    {
        public static Bucket From(BucketState state) => new(
            WireName.Of(state.Policy), state.Limit.Permits, state.Limit.Window.TotalSeconds, state.Remaining, state.FullAt);
    }
}
