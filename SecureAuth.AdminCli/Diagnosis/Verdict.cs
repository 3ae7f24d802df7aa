namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>What a check found, and what to do about it. Neither text contains a secret.</summary>
internal sealed record Verdict(FindingStatus Status, string Detail, string? Remedy = null)
{
    public static Verdict Ok(string detail) => new(FindingStatus.Ok, detail);

    public static Verdict Warning(string detail, string remedy) => new(FindingStatus.Warning, detail, remedy);

    public static Verdict Wrong(string detail, string remedy) => new(FindingStatus.Wrong, detail, remedy);

    /// <summary>Returns the first verdict that is a problem of the worst kind found, or the one for no problem.</summary>
    public static Verdict WorstOf(IEnumerable<Verdict> problems, Verdict none) =>
        problems.OrderByDescending(problem => problem.Status).FirstOrDefault() is { Status: > FindingStatus.Ok } worst
            ? worst
            : none;
}
