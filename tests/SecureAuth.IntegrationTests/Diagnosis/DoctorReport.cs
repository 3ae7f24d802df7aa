using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Diagnosis;

/// <summary>What the doctor has written as JSON.</summary>
internal sealed record DoctorReport(CliResult Result)
{
    public int ExitCode => Result.ExitCode;

    public IReadOnlyList<JsonElement> Checks => [.. Result.Json.GetProperty("checks").EnumerateArray()];

    public string StatusOf(string id) => Find(id).GetProperty("status").GetString()!;

    public string DetailOf(string id) => Find(id).GetProperty("detail").GetString()!;

    public string? RemedyOf(string id) => Find(id).GetProperty("remedy").GetString();

    /// <summary>Asserts that one check has found this problem.</summary>
    public void Finds(string id, string status, string detail, string remedy)
    {
        Assert.True(StatusOf(id) == status, $"{id} is not {status}: {Find(id)}");
        Assert.Contains(detail, DetailOf(id), StringComparison.Ordinal);
        Assert.Contains(remedy, RemedyOf(id), StringComparison.Ordinal);
        Assert.True(status != "wrong" || ExitCode == 1, $"exit {ExitCode} although {id} is wrong");
    }

    /// <summary>Asserts that a check has found no problem.</summary>
    public void IsOk(string id)
    {
        Assert.True(StatusOf(id) == "ok", Find(id).ToString());
        Assert.Null(RemedyOf(id));
    }

    private JsonElement Find(string id) => Assert.Single(Checks, check => check.GetProperty("id").GetString() == id);
}
