using System.Net;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>
/// A copy of the database, such as a dump for staging or a blue/green pair, has every row and may use the same Redis. It must
/// not pass for the original there.
/// </summary>
public sealed class DatabaseCopyTests(TestSystem system)
{
    private const int Tokens = 12;

    /// <summary>Long enough for the copiers of both databases to run between two revocations.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Revocations_hold_beside_a_copy_of_the_database_on_the_same_Redis()
    {
        await using var original = await OwnDatabase.CreateAsync(system);
        var users = await SignInAsync(original.Settings.ForApi());
        await using var copy = await original.CopyAsync();

        await StayRefusedAsync(users, original.Settings.ForApi(), copy.Settings.ForApi());
    }

    [Fact]
    public async Task Revocations_hold_beside_a_copy_of_the_server_on_the_same_Redis()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "A configured server has no folder to copy.");
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The folder is copied with its owners by cp -a.");
            return;
        }

        using var folder = TemporaryFolder.Create("secureauth-copy-");
        IReadOnlyList<SignedInUser> users;
        await using (var server = await ServerAsync(folder, "original"))
        {
            await Cli.SucceedAsync(On(server, owner: true), "migrate");
            users = await SignInAsync(On(server));
        }

        var copyFolder = new Command("/bin/cp", "-a", folder.Subfolder("original"), folder.Subfolder("copy"));
        Assert.Equal(0, await ChildProcess.RunAsync(copyFolder, _ => { }, CancellationToken.None));
        await using var original = await ServerAsync(folder, "original");
        await using var copy = await ServerAsync(folder, "copy");

        await StayRefusedAsync(users, On(original), On(copy));
    }

    private static async Task<IReadOnlyList<SignedInUser>> SignInAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using var api = await ApiProcess.StartAsync(settings);
        var users = new List<SignedInUser>();
        while (users.Count < Tokens)
        {
            users.Add(await SignedInUser.CreateAsync(new TestClient(api)));
        }

        return users;
    }

    private static async Task StayRefusedAsync(
        IReadOnlyList<SignedInUser> users, Dictionary<string, string> original, Dictionary<string, string> copy)
    {
        await using var api = await ApiProcess.StartAsync(original);
        await using var other = await ApiProcess.StartAsync(copy);

        // This instance cannot reach Redis, so only the copier can tell Redis of its revocations.
        var silent = new Dictionary<string, string>(original) { ["ConnectionStrings__redis"] = "127.0.0.1:1" };
        await using var without = await ApiProcess.StartAsync(silent);
        foreach (var user in users)
        {
            var response = await user.Client.Through(without).LogoutAsync(user.AccessToken);
            Assert.Equal(HttpStatusCode.NoContent, response.Status);
            await Task.Delay(Apart, TestContext.Current.CancellationToken);
        }

        for (var second = 1; second <= 3; second++)
        {
            await Task.Delay(Second, TestContext.Current.CancellationToken);
            var responses = await Task.WhenAll(users.Select(user => user.Client.Through(api).MeAsync(user.AccessToken)));
            Assert.All(responses, response => Assert.Equal(HttpStatusCode.Unauthorized, response.Status));
        }
    }

    private Task<PostgresServer> ServerAsync(TemporaryFolder folder, string name) => PostgresServer.StartAsync(
        new PostgresServerOptions
        {
            Folder = folder.Subfolder(name),
            OwnerPassword = new NpgsqlConnectionStringBuilder(system.Postgres.OwnerConnection).Password!,
            Throwaway = true,
        },
        TestContext.Current.CancellationToken);

    private Dictionary<string, string> On(PostgresServer server, bool owner = false)
    {
        var api = new NpgsqlConnectionStringBuilder(system.Postgres.ApiConnection) { Port = server.Port };
        var settings = system.Settings.ForApi(("ConnectionStrings__secureauth", api.ConnectionString));
        if (owner)
        {
            settings["ConnectionStrings__migrations"] = server.ConnectionString;
        }

        return settings;
    }
}
