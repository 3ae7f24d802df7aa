using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Diagnosis;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Telemetry;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Says what is wrong with an installation, and what to do about it.</summary>
internal sealed class DoctorCommand() : OperatorCommand(
    "doctor",
    "Checks configuration, stores, migrations, the API's rights, clocks, master keys and signing keys; exit 1 if anything is wrong",
    "secureauth doctor --output json")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var findings = await new Checkup(invocation).RunAsync(cancellationToken);
        var healthy = findings.All(finding => finding.Status != FindingStatus.Wrong);
        invocation.Terminal.Result(new Report(healthy, findings), Describe);
        return healthy ? ExitCode.Done : ExitCode.Failed;
    }

    private static Rows Describe(Report report) => new(report.Checks.Select(finding =>
        new Text(SafeText.Of($"{WireName.Of(finding.Status),-8} {finding.Check}: {finding.Detail}"))));

    private sealed record Report(bool Healthy, IReadOnlyList<Finding> Checks);
}
