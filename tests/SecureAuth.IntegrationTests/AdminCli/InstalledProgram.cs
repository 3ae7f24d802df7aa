using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The command line as a program that a shell finds.</summary>
internal static class InstalledProgram
{
    /// <summary>Writes <c>bin/secureauth</c> into a folder, beside an empty folder <c>work</c>.</summary>
    public static void Create(TemporaryFolder folder)
    {
        var cli = BuiltProgram.Cli(new Dictionary<string, string>());
        Directory.CreateDirectory(folder.Subfolder("bin"));
        Directory.CreateDirectory(folder.Subfolder("work"));
        WriteScript(
            Path.Combine(folder.Subfolder("bin"), "secureauth"),
            $"exec '{string.Join("' '", [cli.Program, .. cli.Arguments])}' \"$@\"");
    }

    /// <summary>Writes a script that can be executed.</summary>
    public static void WriteScript(string path, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripts of a shell are for Unix.");
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The settings, and a PATH that begins with the folder.</summary>
    public static Dictionary<string, string> Variables(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings) =>
        new(settings)
        {
            ["PATH"] = $"{folder.Subfolder("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["TMPDIR"] = folder.Path,
        };
}
