using SecureAuth.LocalServers;

namespace SecureAuth.Hosting;

/// <summary>The programs of this repository that were built together with this library, and the user that they run as.</summary>
internal sealed class LocalPrograms(string dataFolder, Action<string> log)
{
    private readonly UnprivilegedUser? _user = UnprivilegedUser.FindIfRoot();
    private readonly BuiltPrograms _built = new(typeof(LocalPrograms).Assembly);

    /// <param name="project">The folder of the project, relative to the repository.</param>
    /// <param name="program">The name of its assembly.</param>
    /// <param name="variables">The settings.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancel">Cancels the copying of programs that the user cannot read.</param>
    public async Task<Command> CommandAsync(
        string project,
        string program,
        IReadOnlyDictionary<string, string> variables,
        IEnumerable<string> arguments,
        CancellationToken cancel)
    {
        var path = _built.Find(project, program);
        var folder = await ReadableAsync(Path.GetDirectoryName(path)!, cancel);
        var dotnet = await ReadableAsync(BuiltPrograms.DotnetFolder, cancel, "dotnet", "host", "shared");
        return new Command(
            ProgramPath.FindIn(dotnet, "dotnet")!, [Path.Combine(folder, Path.GetFileName(path)), .. arguments])
        {
            User = _user,
            WorkingDirectory = folder,
            Variables = variables,
        };
    }

    private async Task<string> ReadableAsync(string folder, CancellationToken cancel, params string[] parts) => _user is null
        ? folder
        : await ReadableFolder.GetAsync(_user, folder, dataFolder, log, cancel, parts);
}
