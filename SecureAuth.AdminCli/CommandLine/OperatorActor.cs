using System.Security.Cryptography;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>Who runs the command, as the operating system knows them.</summary>
internal static class OperatorActor
{
    private const int TraceIdSize = 16;

    /// <summary>An operator hashes in a process of their own, where nobody waits.</summary>
    public static HashCaller Claimant => default;

    public static Actor Current() => For(Environment.UserName, Environment.MachineName);

    /// <param name="user">Empty where the process's user has no name, as in some containers.</param>
    /// <param name="host">The machine.</param>
    internal static Actor For(string user, string host) => new(
        ActorKind.Operator,
        $"{(string.IsNullOrEmpty(user) ? "unknown" : user)}@{host}",
        Address: null,
        UserAgent: null,
        RequestId: null,
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TraceIdSize)));
}
