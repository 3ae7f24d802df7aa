namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>What a check found, and what to do about it. Neither text contains a secret.</summary>
internal sealed record Verdict(FindingStatus Status, string Detail, string? Remedy = null)
{
    public static Verdict Ok(string detail) => new(FindingStatus.Ok, detail);

    public static Verdict Warning(string detail, string remedy) => new(FindingStatus.Warning, detail, remedy);

    public static Verdict Wrong(string detail, string remedy) => new(FindingStatus.Wrong, detail, remedy);

    /// <summary>One line for all problems of a check, with the worst status.</summary>
    public static Verdict Join(IReadOnlyCollection<Verdict> problems, string none) => problems.Count == 0
        ? Ok(none)
        : new Verdict(
            problems.Max(problem => problem.Status),
            string.Join("; ", problems.Select(problem => problem.Detail)),
            string.Join("; ", problems.Select(problem => problem.Remedy).Distinct(StringComparer.Ordinal)));
}
