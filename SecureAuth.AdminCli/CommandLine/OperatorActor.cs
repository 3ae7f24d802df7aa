using System.Diagnostics;
using SecureAuth.Core;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>The audit actor for the operating system user who runs the command.</summary>
internal static class OperatorActor
{
    /// <summary>
    /// Set by whoever starts a container for an operator, since all operators have the same user name in it. It is a claim, so
    /// the user and the host of the process follow it.
    /// </summary>
    private const string NameVariable = "SECUREAUTH_OPERATOR";

    private const int MaxNameLength = 64;

    /// <summary>A command hashes in its own process, where no other caller competes for the queue.</summary>
    public static HashCaller Caller => default;

    public static Actor Current() =>
        For(Environment.GetEnvironmentVariable(NameVariable), Environment.UserName, Environment.MachineName);

    /// <param name="name">The name of an operator in a container, or null.</param>
    /// <param name="user">The user name. It is empty if the user of the process has none, as in some containers.</param>
    /// <param name="host">The machine name.</param>
    internal static Actor For(string? name, string user, string host)
    {
        var process = $"{(string.IsNullOrEmpty(user) ? "unknown" : user)}@{host}";
        return new Actor(
            ActorKind.Operator,
            PlainText.Clean(name ?? "", MaxNameLength) is { Length: > 0 } given ? $"{given} ({process})" : process,
            Address: null,
            UserAgent: null,
            RequestId: null,
            (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString());
    }
}
