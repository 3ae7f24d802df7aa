using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Diagnosis;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Telemetry;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Reports what is wrong with an installation and how to fix it.</summary>
internal sealed class DoctorCommand() : OperatorCommand(
    "doctor",
    "Checks the configuration, PostgreSQL, Redis, the API's database privileges, the clocks and the keys; exits with 1 if "
        + "anything is wrong",
    "secureauth doctor --output json")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var findings = await new DoctorChecks(invocation).RunAsync(cancellationToken);
        var healthy = findings.All(finding => finding.Status != FindingStatus.Wrong);
        invocation.Terminal.Result(new Report(healthy, findings), Describe);
        return healthy ? ExitCode.Done : ExitCode.Failed;
    }

    private static Rows Describe(Report report) => new(report.Checks.Select(finding =>
        new Text(TerminalText.Escape($"{WireName.Of(finding.Status),-8} {finding.Check}: {finding.Detail}"))));

    private sealed record Report(bool Healthy, IReadOnlyList<Finding> Checks);
}
