using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>The local runner as a process with a folder and a port.</summary>
internal sealed class RunnerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _output;

    private RunnerProcess(Process process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Port = port;
        _output = Task.WhenAll(PumpAsync(process.StandardOutput), PumpAsync(process.StandardError));
    }

    public string Folder { get; }

    public int Port { get; }

    public string Output => string.Join('\n', _lines);

    public static string NewFolder() => Directory.CreateTempSubdirectory("secureauth-runner-").FullName;

    public static RunnerProcess Start(string folder, int? port = null, params (string Name, string Value)[] variables)
    {
        var metadata = typeof(RunnerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var assembly = metadata.First(entry => entry.Key == "AppHost").Value!;
        var actualPort = port ?? FreePort.Next();
        var dotnet = Path.Combine(BuiltPrograms.DotnetFolder, "dotnet");
        var start = new ProcessStartInfo(
            dotnet, [assembly, "--data", folder, "--port", actualPort.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Every process that the runner starts inherits this: see ProcessesOf.
        start.Environment["SECUREAUTH_TEST_FOLDER"] = folder;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new RunnerProcess(Process.Start(start)!, folder, actualPort);
    }

    public static async Task<RunnerProcess> StartReadyAsync(string folder, params (string Name, string Value)[] variables)
    {
        var runner = Start(folder, port: null, variables);
        await runner.SaysAsync("SecureAuth is ready");
        return runner;
    }

    public Task SaysAsync(string text) => Eventually.IsTrueAsync(
        () => Output.Contains(text, StringComparison.Ordinal)
            || (_process.HasExited ? throw new InvalidOperationException($"It ended without '{text}':\n{Output}") : false),
        () => $"'{text}' in:\n{Output}");

    public async Task RegisterAsync(string email) => Assert.Equal(HttpStatusCode.Created, await PostAsync("register", email));

    public async Task SignInAsync(string email) => Assert.Equal(HttpStatusCode.OK, await PostAsync("login", email));

    public void Signal(int signal) => Signals.Send(_process.Id, signal);

    public void Kill() => _process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        await _process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(2), cancel));
        return _process.ExitCode;
    }

    /// <summary>The processes that mention the folder in their arguments or environment.</summary>
    public static string[] ProcessesOf(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId
                && (Mentions(Path.Combine(process, "cmdline"), folder) || Mentions(Path.Combine(process, "environ"), folder))),
    ];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Signals.Terminate);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        }

        _process.Dispose();
    }

    private static bool Mentions(string file, string folder)
    {
        try
        {
            return File.ReadAllText(file).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<HttpStatusCode> PostAsync(string action, string email)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync(
            $"http://localhost:{Port}/api/v1/auth/{action}",
            new { email, password = "a wardrobe full of herrings" },
            TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
