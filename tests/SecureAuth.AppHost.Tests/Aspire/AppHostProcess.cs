using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>Runs the built AppHost, or the built command line, to its end.</summary>
internal static class AppHostProcess
{
    public static Task<ProcessResult> RunAsync(params string[] args) => RunAsync("AppHost", args, []);

    public static async Task<ProcessResult> RunAsync(
        string program, string[] args, Dictionary<string, string> environment, string input = "")
    {
        var metadata = typeof(AppHostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var assembly = metadata.First(entry => entry.Key == program).Value!;
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        var start = new ProcessStartInfo(dotnet, [assembly, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProcessResult(process.ExitCode, await output, await error);
    }
}
