namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>From best to worst.</summary>
internal enum FindingStatus
{
    Ok,

    /// <summary>Works, but should be fixed.</summary>
    Warning,

    Wrong,
}
