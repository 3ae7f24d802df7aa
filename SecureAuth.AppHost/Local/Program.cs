using SecureAuth.AppHost.Local;
using SecureAuth.LocalServers;

using var stop = new StopRequest();
var output = new ConsoleOutput();
try
{
    if (RunnerOptions.Parse(args) is not { } options)
    {
        Console.WriteLine(Usage.Text);
        return 0;
    }

    output.Write(
        $"""
        SecureAuth, local flavour: runs the installed PostgreSQL, and Garnet as Redis, without containers.
        To use the Aspire flavour (dashboard and containers), run once: dotnet restore SecureAuth.AppHost -p:UseAspire=true
        """);
    await Runner.RunAsync(options, output, stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}
catch (CannotStartException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
