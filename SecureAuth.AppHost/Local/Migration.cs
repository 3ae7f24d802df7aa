using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Runs <c>secureauth migrate</c> before the API starts. It creates the schema, and the roles of the API and of the operators
/// with their rights.
/// </summary>
internal static class Migration
{
    public static async Task RunAsync(
        DotnetPrograms programs, SystemSettings settings, ConsoleOutput output, CancellationToken cancel)
    {
        var command = programs.OperatorsTool(settings.ForMigration, "migrate");
        if (await ChildProcess.RunAsync(command, output.Named("migrate"), cancel) is var exitCode && exitCode != 0)
        {
            throw new CannotStartException(
                $"The migration has failed (exit code {exitCode}).", "Its lines above say why; what it did is rolled back.");
        }
    }
}
