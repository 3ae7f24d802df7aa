using SecureAuth.Core.Audit;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// What a command has found out before it changes anything. <see cref="ChangingCommand"/> alone decides whether it is
/// carried out: a command has no dry run, no question and no audit entry of its own to forget.
/// </summary>
/// <param name="ForecastAsync">Says what will have been done, or what is the case already; asked in place of the change.</param>
internal sealed record Plan(Func<Task<Applied>> ForecastAsync)
{
    public Plan(Change expected, string message)
        : this(() => Task.FromResult(new Applied(expected, message)))
    {
    }

    /// <summary>
    /// Makes the change and records the entry in the same transaction. Null: there is nothing to do.
    /// </summary>
    public Func<AuditEntry, Task<Applied>>? ApplyAsync { get; init; }

    /// <summary>What the audit log calls it.</summary>
    public AuditEvent Event { get; init; }

    /// <summary>What is asked first, wherever sessions end; null where none do and nothing is deleted.</summary>
    public string? Question { get; init; }
}

/// <summary>What a change came to, or will.</summary>
internal sealed record Applied(Change Change, string Message)
{
    /// <summary>What people see below the message.</summary>
    public IRenderable? Details { get; init; }
}
