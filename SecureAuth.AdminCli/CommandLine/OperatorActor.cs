using System.Diagnostics;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>The audit actor for the operating system user who runs the command.</summary>
internal static class OperatorActor
{
    /// <summary>A command hashes in its own process, where no other caller competes for the queue.</summary>
    public static HashCaller Caller => default;

    public static Actor Current() => For(Environment.UserName, Environment.MachineName);

    /// <param name="user">The user name. It is empty if the user of the process has none, as in some containers.</param>
    /// <param name="host">The machine name.</param>
    internal static Actor For(string user, string host) => new(
        ActorKind.Operator,
        $"{(string.IsNullOrEmpty(user) ? "unknown" : user)}@{host}",
        Address: null,
        UserAgent: null,
        RequestId: null,
        (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString());
}
