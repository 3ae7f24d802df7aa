namespace SecureAuth.AdminCli.Diagnosis;

internal enum FindingStatus
{
    Ok,

    /// <summary>Works, but should be fixed.</summary>
    Warning,

    Wrong,
}

/// <summary>The result of one check of the <c>doctor</c> command.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Status">Whether the operator has to do something.</param>
/// <param name="Detail">One line with what was found and, if there is a problem, how to fix it.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Detail);
