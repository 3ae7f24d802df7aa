using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The programs under test, which were built together with the tests.</summary>
internal static class BuiltProgram
{
    private static readonly BuiltPrograms Built = new(typeof(BuiltProgram).Assembly);

    /// <summary>The folder of the programs as an image has them, or null for those that were built with the tests.</summary>
    private static readonly string? Shipped =
        Environment.GetEnvironmentVariable("SECUREAUTH_PROGRAMS") is { Length: > 0 } folder ? folder : null;

    public static Command Api(IReadOnlyDictionary<string, string> settings) => Shipped is null
        ? Built.Command("SecureAuth.Api", "SecureAuth.Api", Short(settings))
        : FromImage(Shipped, "SecureAuth.Api", settings);

    public static Command Cli(IReadOnlyDictionary<string, string> settings, params string[] arguments) => Shipped is null
        ? Built.Command("SecureAuth.AdminCli", "secureauth", Short(settings), arguments)
        : FromImage(Shipped, "secureauth", settings, arguments);

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

    private static Command FromImage(
        string folder, string program, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        new(Path.Combine(folder, program), arguments) { WorkingDirectory = folder, Variables = Short(settings) };

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
