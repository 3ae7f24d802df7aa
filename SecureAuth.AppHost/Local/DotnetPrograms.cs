using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Finds the API and the command line that were built together with this program, and runs them as another user.
/// </summary>
internal sealed class DotnetPrograms
{
    private readonly UnprivilegedUser? _user;
    private readonly string _dotnet;
    private readonly string _api;
    private readonly string _operatorsTool;

    private DotnetPrograms(UnprivilegedUser? user, string dotnet, string api, string operatorsTool)
    {
        _user = user;
        _dotnet = dotnet;
        _api = api;
        _operatorsTool = operatorsTool;
    }

    public static async Task<DotnetPrograms> FindAsync(DataFolder data, ConsoleOutput output, CancellationToken cancel)
    {
        var user = UnprivilegedUser.FindIfRoot();
        var built = new BuiltPrograms(typeof(DotnetPrograms).Assembly);
        var dotnet = await ReadableAsync(BuiltPrograms.DotnetFolder, "dotnet", "host", "shared");
        return new DotnetPrograms(
            user,
            ProgramPath.FindIn(dotnet, "dotnet")!,
            await ReadableProgramAsync(built.Find("SecureAuth.Api", "SecureAuth.Api")),
            await ReadableProgramAsync(built.Find("SecureAuth.AdminCli", "secureauth")));

        async Task<string> ReadableProgramAsync(string path) =>
            Path.Combine(await ReadableAsync(Path.GetDirectoryName(path)!), Path.GetFileName(path));

        async Task<string> ReadableAsync(string folder, params string[] parts) => user is null
            ? folder
            : await ReadableFolder.GetAsync(user, folder, data.Path, output.Write, cancel, parts);
    }

    public Command Api(Dictionary<string, string> variables) => CreateCommand(_api, variables);

    public Command OperatorsTool(Dictionary<string, string> variables, params string[] arguments) =>
        CreateCommand(_operatorsTool, variables, arguments);

    private Command CreateCommand(string path, Dictionary<string, string> variables, params string[] arguments) =>
        new(_dotnet, [path, .. arguments])
        {
            User = _user,
            WorkingDirectory = Path.GetDirectoryName(path)!,
            Variables = variables,
        };
}
