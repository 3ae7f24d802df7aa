namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The files of the repository, which the tests run in.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "SecureAuth.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository."));
}
