namespace SecureAuth.AdminCli.CommandLine;

/// <summary>What a command did, or what it would do: one document for both.</summary>
internal abstract record Change
{
    /// <summary>True if nothing was tried.</summary>
    public bool DryRun { get; init; }
}
