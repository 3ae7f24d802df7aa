namespace SecureAuth.LocalServers;

/// <summary>Programs that another user has to be able to run.</summary>
public static class ReadableFolder
{
    /// <summary>
    /// Returns the folder if the user can read all of it, or else the path of a new copy that everybody can read.
    /// </summary>
    /// <param name="user">The user that runs the programs. We are root.</param>
    /// <param name="folder">A folder that holds programs and no secrets.</param>
    /// <param name="scope">Callers with different scopes get different copies, so that they do not disturb each other.</param>
    /// <param name="log">Receives one line if a copy is made.</param>
    /// <param name="cancel">Leaves an unfinished copy behind, which the next call replaces.</param>
    /// <param name="parts">The files and subfolders that are needed. None means all of them.</param>
    /// <exception cref="CannotStartException">The copy cannot be made.</exception>
    public static async Task<string> GetAsync(
        UnprivilegedUser user,
        string folder,
        string scope,
        Action<string> log,
        CancellationToken cancel,
        params string[] parts)
    {
        string[] needed = parts is [] ? [Path.Combine(folder, ".")] : [.. parts.Select(part => Path.Combine(folder, part))];
        if (await CanReadAsync(user, needed, cancel))
        {
            return folder;
        }

        var copy = FallbackFolder.PathFor($"{scope}\n{folder}");
        await RunAsync("rm", ["-rf", copy], cancel);
        await RunAsync("mkdir", ["-p", copy], cancel);
        await RunAsync("cp", ["-R", .. needed, copy], cancel);
        await RunAsync("chmod", ["-R", "a+rX,go-w", copy], cancel);
        log($"{user.Name} cannot reach {folder}: it uses a copy, {copy}");
        return copy;
    }

    private static async Task<bool> CanReadAsync(UnprivilegedUser user, string[] paths, CancellationToken cancel)
    {
        const string FindUnreadable = """[ -z "$(find "$@" ! -readable -print -quit 2>&1)" ]""";
        var command = new Command("/bin/sh", ["-c", FindUnreadable, "sh", .. paths]) { User = user };
        return await ChildProcess.RunAsync(command, _ => { }, cancel) == 0;
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        var output = new OutputTail();
        if (await ChildProcess.RunAsync(new Command(program, arguments), output.Add, cancel) != 0)
        {
            throw new CannotStartException(
                $"The programs could not be copied to {FallbackFolder.Root}: {output.ErrorLine()}",
                $"Make room in {FallbackFolder.Root}.");
        }
    }
}
