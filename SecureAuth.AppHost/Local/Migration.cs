using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Runs <c>secureauth migrate</c> before the API starts. It creates the schema, and the roles of the API and of the operators
/// with their privileges.
/// </summary>
internal static class Migration
{
    public static async Task RunAsync(
        DotnetPrograms programs, SystemSettings settings, ConsoleOutput output, CancellationToken cancel)
    {
        var command = programs.OperatorsTool(settings.ForMigration, "migrate");
        if (await ChildProcess.RunAsync(command, output.WriterFor("migrate"), cancel) is var exitCode && exitCode != 0)
        {
            throw new CannotStartException(
                $"The migration failed (exit code {exitCode}).", "See its lines above. Its changes were rolled back.");
        }
    }
}
