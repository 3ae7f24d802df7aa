using System.Text.RegularExpressions;
using SecureAuth.AdminCli.Diagnosis;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.AdminCli.Diagnosis;

/// <summary>Probes rely on the ids, so the page that lists them is complete.</summary>
public sealed partial class DoctorDocumentTests
{
    [Fact]
    public void Every_check_is_documented_in_its_order_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", "doctor.md"));

        Assert.Equal(
            Doctor.Checks.Select(check => check.Id), Row().Matches(page).Select(match => match.Groups["id"].Value));
    }

    [Fact]
    public void No_two_checks_have_the_same_id() =>
        Assert.Equal(Doctor.Checks.Count, Doctor.Checks.DistinctBy(check => check.Id).Count());

    [GeneratedRegex(@"^\| `(?<id>[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
