using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// What a command intends to do, determined before it changes anything. <see cref="ChangingCommand"/> handles the dry run, the
/// confirmation and the audit entry for every command.
/// </summary>
/// <param name="PreviewAsync">
/// Describes the change, or why there is nothing to change. It is called instead of <see cref="ApplyAsync"/>.
/// </param>
internal sealed record Plan(Func<Task<ChangeResult>> PreviewAsync)
{
    public Plan(Change expected, string message)
        : this(() => Task.FromResult(new ChangeResult(expected, message)))
    {
    }

    /// <summary>Makes the change and records the entry in the same transaction. Null if there is nothing to do.</summary>
    public Func<AuditEntry, Task<ChangeResult>>? ApplyAsync { get; init; }

    /// <summary>The event that is recorded in the audit log.</summary>
    public AuditEvent Event { get; init; }

    /// <summary>
    /// The question to confirm a change that ends sessions, deletes something or touches several users. Null if it does none of
    /// these.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>Whether running API instances have to learn of a change that has to be confirmed.</summary>
    public bool EndsSessions { get; init; } = true;

    /// <summary>Whether running API instances have to learn of the change, even if it needs no confirmation.</summary>
    public bool ChangesTokens { get; init; }
}

/// <summary>The result of a change, or the expected result of a dry run.</summary>
internal sealed record ChangeResult(Change Change, string Message)
{
    public ExitCode Code { get; init; } = ExitCode.Done;

    /// <summary>Shown below the message in the table format.</summary>
    public IRenderable? Details { get; init; }
}
