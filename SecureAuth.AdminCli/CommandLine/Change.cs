namespace SecureAuth.AdminCli.CommandLine;

/// <summary>What a command did, or would do in a dry run. Both produce the same JSON document.</summary>
internal abstract record Change
{
    /// <summary>True if nothing was changed because of <c>--dry-run</c>.</summary>
    public bool DryRun { get; init; }
}
