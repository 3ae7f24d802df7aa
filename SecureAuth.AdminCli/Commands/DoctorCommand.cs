using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Diagnosis;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Reports what is wrong with an installation and how to fix it.</summary>
internal sealed class DoctorCommand() : OperatorCommand(
    "doctor",
    "Checks the configuration, PostgreSQL, Redis, migrations, database roles, keys and peppers, mail, clocks and weak settings; "
        + "exits with 1 if anything is wrong",
    "secureauth doctor --output json")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var findings = await new Doctor(invocation).RunAsync(cancellationToken);
        var status = findings.Max(finding => finding.Status);
        invocation.Terminal.Result(new Report(status, status != FindingStatus.Wrong, findings), Describe);
        return status == FindingStatus.Wrong ? ExitCode.Failed : ExitCode.Done;
    }

    private static Rows Describe(Report report) => new(report.Checks.Select(finding =>
        new Text(finding.ToString(), finding.Status switch
        {
            FindingStatus.Ok => Style.Plain,
            FindingStatus.Warning => Styles.Warning,
            _ => Styles.Wrong,
        })));

    /// <param name="Status">The worst status of all checks.</param>
    /// <param name="Healthy">Whether nothing is wrong; there may be warnings.</param>
    /// <param name="Checks">One element for each check, whatever it found.</param>
    private sealed record Report(FindingStatus Status, bool Healthy, IReadOnlyList<Finding> Checks);
}
