using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lists the live sessions of a user.</summary>
internal sealed class SessionsListCommand : OperatorCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public SessionsListCommand()
        : base(
            "list",
            "Lists the live sessions of a user, most recently used first",
            "secureauth sessions list alice@example.com --output json") =>
        Add(_user);

    public static TextTable Describe(IReadOnlyList<LiveSession> sessions)
    {
        var table = TextTable.WithHeader(["ID"], "Last used", "Address", "Methods", "Device");
        foreach (var session in sessions)
        {
            table.Row(
                session.Id.ToString(),
                TextTable.Time(session.LastUsedAt),
                session.Ip,
                string.Join(", ", session.Amr),
                session.DeviceName ?? TextTable.Truncate(session.UserAgent));
        }

        return table;
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var sessions = await LiveSession.ListAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        invocation.Terminal.Result(new Listed(user.Id, sessions), listed => Describe(listed.Sessions));
        return ExitCode.Done;
    }

    private sealed record Listed(Guid UserId, IReadOnlyList<LiveSession> Sessions);
}
