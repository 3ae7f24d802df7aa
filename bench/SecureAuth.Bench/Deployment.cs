using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>A migrated database, and the API and the command line that use it.</summary>
/// <param name="Owner">The connection string of the schema's owner.</param>
/// <param name="Settings">The settings of the API and the command line.</param>
internal sealed record Deployment(string Owner, IReadOnlyDictionary<string, string> Settings)
{
    public static Uri NewAddress() => new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>Starts an instance of the API, and returns when it is healthy.</summary>
    public async Task<Target> StartApiAsync(string name)
    {
        var address = NewAddress();
        var settings = new Dictionary<string, string>(Settings) { ["ASPNETCORE_URLS"] = address.OriginalString };
        var process = await ChildProcess.StartAsync(
            Repository.Programs.Command("SecureAuth.Api", "SecureAuth.Api", settings), _ => { });
        var target = new Target(name, address, process, Routes.Ours);
        await target.WaitUntilHealthyAsync();
        return target;
    }

    public async Task MigrateAsync()
    {
        var settings = new Dictionary<string, string>(Settings) { ["ConnectionStrings__migrations"] = Owner };
        var migrated = await ChildProcess.RunAsync(
            Repository.Programs.Command("SecureAuth.AdminCli", "secureauth", settings, "migrate"),
            Console.Error.WriteLine,
            CancellationToken.None);
        if (migrated != 0)
        {
            throw new InvalidOperationException("The migration failed.");
        }
    }

    /// <summary>The command line. <c>secureauth</c> is not on the PATH here.</summary>
    public Command Cli(params string[] arguments) =>
        Repository.Programs.Command("SecureAuth.AdminCli", "secureauth", Settings, arguments);
}
