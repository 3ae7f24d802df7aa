using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The programs under test, which were built together with the tests.</summary>
internal static class BuiltProgram
{
    private static readonly BuiltPrograms Built = new(typeof(BuiltProgram).Assembly);

    public static Command Api(IReadOnlyDictionary<string, string> settings) =>
        Built.Command("SecureAuth.Api", "SecureAuth.Api", settings);

    public static Command Cli(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Built.Command("SecureAuth.AdminCli", "secureauth", settings, arguments);

    /// <summary>A program of another version, from where that was built.</summary>
    public static Command Of(string path, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        BuiltPrograms.CommandOf(path, settings, arguments);

    public static Command Sample(string name, IReadOnlyDictionary<string, string> settings) =>
        Built.Command($"samples/aspnetcore/{name}", $"Samples.{name}", settings);

    /// <summary>The sample whose user types.</summary>
    public static Command MobileSample(IReadOnlyDictionary<string, string> settings) =>
        Built.Command("samples/mobile", "Samples.Mobile", settings) with { KeepsInputOpen = true };
}
