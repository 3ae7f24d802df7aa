using System.CommandLine;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit.Sealing;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Computes the seals of the audit again and says what was changed, removed or inserted.</summary>
internal sealed class AuditVerifyCommand : OperatorCommand
{
    private readonly Option<ExpectedSeal?> _expect = new("--expect")
    {
        Description = "A seal that audit seal has printed earlier, to find out whether the end of the audit was removed",
        HelpName = "seal",
        CustomParser = result =>
        {
            var seal = ExpectedSeal.Parse(result.Tokens[0].Value);
            if (seal is null)
            {
                result.AddError("--expect must be a seal as audit seal prints it, such as 42:9f86d081…");
            }

            return seal;
        },
    };

    public AuditVerifyCommand()
        : base(
            "verify",
            "Computes the seals of the audit again, and names the rows that were changed, removed or inserted; exits with 1 if "
                + "there are any",
            "secureauth audit verify --output json") =>
        Add(_expect);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        var report = await invocation.Get<AuditVerification>().RunAsync(
            invocation.Parsed.GetValue(_expect),
            (verified, last) => terminal.Progress($"Verified seal {verified} of {last}"),
            cancellationToken);
        terminal.Progress(null);
        terminal.Result(Verified.From(report), Describe);
        return report.Intact ? ExitCode.Done : ExitCode.Failed;
    }

    private static Rows Describe(Verified verified)
    {
        var lines = verified.Findings.Select(Describe).ToList();
        lines.Add(verified.Intact
            ? $"The audit is intact: {verified.Rows} rows, {verified.Seals} seals{Unsealed(verified)}"
            : $"The audit is not intact: {verified.Findings.Count} findings in {verified.Rows} rows and {verified.Seals} seals");
        lines.Add(verified.LastSeal is null ? "There is no seal yet" : $"Last seal: {verified.LastSeal}");
        return new Rows(lines.Select(line => new Text(TerminalText.Escape(line))));
    }

    private static string Unsealed(Verified verified) => verified.UnsealedSeconds is { } seconds
        ? FormattableString.Invariant($"; the last {seconds:0} seconds are not sealed yet")
        : "";

    private static string Describe(VerifiedFinding finding) => finding.OccurredAt is null
        ? finding.Detail
        : $"{finding.Detail} ({finding.Event}, {TextTable.Time(finding.OccurredAt)})";

    /// <param name="UnsealedSeconds">The age of the oldest row after the last seal, or null.</param>
    private sealed record Verified(
        bool Intact,
        long Seals,
        long Rows,
        long? FirstSeal,
        string? LastSeal,
        DateTimeOffset? SealedAt,
        double? UnsealedSeconds,
        IReadOnlyList<VerifiedFinding> Findings)
    {
        public static Verified From(AuditReport report) => new(
            report.Intact, report.Seals, report.Rows, report.FirstSeal, report.LastSeal, report.SealedAt,
            report.UnsealedAge?.TotalSeconds, [.. report.Findings.Select(VerifiedFinding.From)]);
    }

    /// <param name="Id">The id of the row.</param>
    private sealed record VerifiedFinding(
        AuditFindingKind Kind, string Detail, long? Seal, long? Id, DateTimeOffset? OccurredAt, string? Event)
    {
        public static VerifiedFinding From(AuditFinding finding) =>
            new(finding.Kind, finding.Detail, finding.Seal, finding.Row, finding.OccurredAt, finding.Event);
    }
}
