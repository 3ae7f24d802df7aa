using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The programs under test, which were built together with the tests.</summary>
internal static class BuiltProgram
{
    private static readonly BuiltPrograms Built = new(typeof(BuiltProgram).Assembly);

    public static Command Api(IReadOnlyDictionary<string, string> settings) =>
        Built.Command("SecureAuth.Api", "SecureAuth.Api", Short(settings));

    public static Command Cli(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Built.Command("SecureAuth.AdminCli", "secureauth", Short(settings), arguments);

    /// <summary>A program of another version, from where that was built.</summary>
    public static Command Of(string path, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        BuiltPrograms.CommandOf(path, Short(settings), arguments);

    public static Command Sample(string name, IReadOnlyDictionary<string, string> settings) =>
        Built.Command($"samples/aspnetcore/{name}", $"Samples.{name}", Short(settings));

    /// <summary>The sample whose user types.</summary>
    public static Command MobileSample(IReadOnlyDictionary<string, string> settings) =>
        Built.Command("samples/mobile", "Samples.Mobile", Short(settings)) with { KeepsInputOpen = true };

    /// <summary>A script of PowerShell, which gets <c>$line</c>.</summary>
    public static Command PowerShell(IReadOnlyDictionary<string, string> settings, string script, string line) =>
        Built.Command("tests/SecureAuth.PowerShell", "SecureAuth.PowerShell", Short(settings), script, line);

    /// <summary>
    /// Most programs of a run end after some seconds. Unless it waits, the runtime spends more processor time on the optimisation
    /// of their code than they take for everything else. The delay is in milliseconds.
    /// </summary>
    private static Dictionary<string, string> Short(IReadOnlyDictionary<string, string> settings) => new(settings)
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "0x4E20",
    };
}
