namespace SecureAuth.AdminCli.Diagnosis;

internal enum FindingStatus
{
    Ok,

    /// <summary>It works, and should not stay so.</summary>
    Warning,

    Wrong,
}

/// <summary>What one check of <c>doctor</c> came to.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Status">Whether something has to be done.</param>
/// <param name="Detail">One line: what was found and, unless it is fine, what to do.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Detail);
