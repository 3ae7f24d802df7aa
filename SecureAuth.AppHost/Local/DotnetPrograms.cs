using System.Runtime.InteropServices;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The API and the command line, as they were built together with this program, and the user that they run as.</summary>
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

    public static async Task<DotnetPrograms> FindAsync(DataFolder folder, ConsoleOutput output, CancellationToken cancel)
    {
        var user = UnprivilegedUser.FindIfRoot();
        return new DotnetPrograms(
            user,
            ProgramPath.FindIn(await ReadableAsync(Root(), "dotnet", "host", "shared"), "dotnet")!,
            Path.Combine(await ReadableAsync(BuiltFolder("SecureAuth.Api", "SecureAuth.Api.dll")), "SecureAuth.Api.dll"),
            Path.Combine(await ReadableAsync(BuiltFolder("SecureAuth.AdminCli", "secureauth.dll")), "secureauth.dll"));

        async Task<string> ReadableAsync(string programs, params string[] parts) => user is null
            ? programs
            : await ReadableFolder.GetAsync(user, programs, folder.Path, output.Write, cancel, parts);
    }

    public Command Api(Dictionary<string, string> variables) => Of(_api, variables);

    public Command OperatorsTool(Dictionary<string, string> variables, params string[] arguments) =>
        Of(_operatorsTool, variables, arguments);

    private Command Of(string path, Dictionary<string, string> variables, params string[] arguments) =>
        new(_dotnet, [path, .. arguments])
        {
            User = _user,
            WorkingDirectory = Path.GetDirectoryName(path)!,
            Variables = variables,
        };

    private static string BuiltFolder(string project, string program)
    {
        var folder = Path.Combine(RunnerOptions.RepositoryRoot, project, RunnerOptions.OutputFolder);
        return File.Exists(Path.Combine(folder, program))
            ? folder
            : throw new CannotStartException(
                $"{Path.Combine(folder, program)} is missing.", "Build it: dotnet build SecureAuth.AppHost.");
    }

    /// <summary>The folder of the .NET runtime that runs us. PATH may name another one.</summary>
    private static string Root() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
