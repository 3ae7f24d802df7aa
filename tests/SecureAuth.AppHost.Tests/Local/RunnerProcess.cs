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
    public const string Password = "a wardrobe full of herrings";

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

    public static string Dotnet { get; } = Path.Combine(BuiltPrograms.DotnetFolder, "dotnet");

    public string Folder { get; }

    public int Port { get; }

    public string Output => string.Join('\n', _lines);

    public static string NewFolder() => Directory.CreateTempSubdirectory("secureauth-runner-").FullName;

    public static RunnerProcess Start(string folder, int? port = null, params (string Name, string Value)[] variables) =>
        Start(folder, port ?? FreePort.Next(), [], variables);

    public static RunnerProcess Start(
        string folder, int port, string[] options, params (string Name, string Value)[] variables) =>
        StartProgram("AppHost", folder, port, CommandLine(folder, port, options)[1..], variables);

    /// <param name="program">The key of the assembly's path in the metadata of the tests.</param>
    /// <param name="folder">The folder of its data.</param>
    /// <param name="port">The port of its API.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Its environment variables.</param>
    public static RunnerProcess StartProgram(
        string program, string folder, int port, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Dotnet, [PathOf(program), .. arguments])
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

        return new RunnerProcess(Process.Start(start)!, folder, port);
    }

    public static async Task<RunnerProcess> StartReadyAsync(string folder, params (string Name, string Value)[] variables)
    {
        var runner = Start(folder, port: null, variables);
        await runner.IsReadyAsync();
        return runner;
    }

    /// <summary>The arguments of dotnet.</summary>
    public static string[] CommandLine(string folder, int port, params string[] options) =>
    [
        PathOf("AppHost"),
        "--data", folder,
        "--port", port.ToString(CultureInfo.InvariantCulture),
        .. options,
    ];

    private static string PathOf(string program) => typeof(RunnerProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == program).Value!;

    /// <summary>The first of two consecutive ports that are free, for two replicas.</summary>
    public static int NextPairOfPorts()
    {
        var port = FreePort.Next();
        return port < 65535 && FreePort.IsFree(port + 1) ? port : NextPairOfPorts();
    }

    public Task IsReadyAsync() => SaysAsync("SecureAuth is ready");

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

    /// <summary>
    /// It exits with 1 and prints nothing but its two first lines, which are the same at every start, and this one.
    /// </summary>
    public async Task RefusesAsync(string line)
    {
        Assert.Equal(1, await ExitCodeAsync());
        Assert.Equal(line, Output.Split('\n')[^1]);
        Assert.Equal(3, Output.Split('\n').Length);
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
            new { email, password = Password },
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
