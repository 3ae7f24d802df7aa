using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The result of one check of the <c>doctor</c> command.</summary>
/// <param name="Id">Names the check for programs. It never changes.</param>
/// <param name="Check">Names it for people.</param>
/// <param name="Status">Whether the operator has to do something.</param>
/// <param name="Detail">What was found, on one line.</param>
/// <param name="Remedy">What to do, or null if there is nothing to do.</param>
internal sealed record Finding(string Id, string Check, FindingStatus Status, string Detail, string? Remedy)
{
    public override string ToString() => TerminalText.Escape(
        $"{WireName.Of(Status),-8} {Check}: {(Remedy is null ? Detail : $"{Detail}: {Remedy}")}");
}
