using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.AppHost.Local;

/// <summary><c>secureauth migrate</c>, before the API: it makes the schema, and the roles of the API and of the operators with what they need.</summary>
internal static class Migration
{
    public static async Task RunAsync(
        DotnetPrograms programs, SystemSettings settings, ConsoleOutput output, CancellationToken cancel)
    {
        var launch = programs.OperatorsTool(settings.ForMigration, "migrate");
        if (await ChildProcess.RunAsync(launch, output.Named("migrate"), cancel) is var exitCode && exitCode != 0)
        {
            throw new CannotStartException(
                $"The migration has failed (exit code {exitCode}).", "Its lines above say why; what it did is rolled back.");
        }
    }
}
