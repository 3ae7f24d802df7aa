using System.Globalization;
using Npgsql;
using SecureAuth.IntegrationTests.AdminCli;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// The shell of an operator: <c>secureauth</c> is in PATH, PostgreSQL's programs connect as the owner, and <c>$api</c> is the
/// address of the API. Files and variables with small letters are kept from one block to the next.
/// </summary>
internal sealed class OperatorShell : IDisposable
{
    private const string State = "variables.sh";

    private static readonly string[] Programs = ["bash", "curl", "jq", "openssl", "psql", "pg_dump", "oathtool"];

    /// <summary>Ends the output of each command.</summary>
    private const string PrintSeparator = "printf '\\036'";

    private const char Separator = '\u001e';

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-operator-");

    public OperatorShell()
    {
        foreach (var program in Programs)
        {
            Assert.SkipWhen(ProgramPath.Find(program) is null, $"{program} is not installed.");
        }

        Directory.CreateSymbolicLink(PathOf("deploy"), Repository.PathOf("deploy"));
        InstalledProgram.Create(_folder);
    }

    public string PathOf(string file) => _folder.Subfolder(file);

    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(PathOf(file), text);

    /// <summary>Runs a block and fails unless each of its commands prints what the page says.</summary>
    public async Task RunAsync(IReadOnlyList<PageCommand> block, IReadOnlyDictionary<string, string> settings, Uri? api)
    {
        string[] script =
        [
            "exec 2>&1", "set -a", $"[ ! -e {State} ] || . ./{State}",
            .. block.SelectMany(command => (string[])[command.Line, PrintSeparator]),
            $"declare -px | grep -E '^declare -x [a-z]' | grep -vE ' (api|json|origin)=' >{State}",
        ];
        await WriteAsync("block.sh", string.Join('\n', script) + "\n");
        var run = await RunAsync(new Command("bash", "block.sh")
        {
            WorkingDirectory = _folder.Path,
            Variables = Variables(settings, api),
        });

        var outputs = run.Output.Split(Separator);
        for (var i = 0; i < block.Count; i++)
        {
            block[i].Printed(i < outputs.Length ? outputs[i] : "");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<CapturedRun> RunAsync(Command command)
    {
        using var timeout = new CancellationTokenSource(Eventually.Patience * 2);
        return await ChildProcess.CaptureAsync(command, timeout.Token);
    }

    private Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> settings, Uri? api)
    {
        var owner = new NpgsqlConnectionStringBuilder(settings["ConnectionStrings__migrations"]);
        var variables = new Dictionary<string, string>(settings)
        {
            ["PATH"] = PathOf("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["PGHOST"] = owner.Host!,
            ["PGPORT"] = owner.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = owner.Username!,
            ["PGPASSWORD"] = owner.Password!,
            ["PGDATABASE"] = owner.Database!,
            ["json"] = "content-type: application/json",
        };
        if (api is not null)
        {
            variables["origin"] = api.GetLeftPart(UriPartial.Authority);
            variables["api"] = variables["origin"] + "/api/v1";
        }

        return variables;
    }
}
