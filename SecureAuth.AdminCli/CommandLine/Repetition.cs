using SecureAuth.AdminCli.Errors;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>Repeats an action until Ctrl+C, which is how the operator ends it, so it is not a failure.</summary>
internal static class Repetition
{
    /// <param name="invocation">The run of the command.</param>
    /// <param name="interval">The time between two runs of the action.</param>
    /// <param name="runAsync">
    /// The action. Once it has succeeded, it is tried again if PostgreSQL cannot be reached, as while that is restarted.
    /// </param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    public static async Task<ExitCode> RunAsync(
        Invocation invocation, TimeSpan interval, Func<Task> runAsync, CancellationToken cancellationToken)
    {
        var time = invocation.Get<TimeProvider>();
        var (hasSucceeded, isAway) = (false, false);
        while (true)
        {
            try
            {
                await runAsync();
                if (isAway)
                {
                    invocation.Terminal.Say("PostgreSQL is back");
                }

                (hasSucceeded, isAway) = (true, false);
                await Task.Delay(interval, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Done;
            }
            catch (Exception error) when (hasSucceeded && Failure.From(error) is { Code: ExitCode.StoreUnreachable } failure)
            {
                if (!isAway)
                {
                    invocation.Terminal.Verbose(error.ToString());
                    invocation.Terminal.Warn($"{failure.Message}; trying again until it can be reached");
                }

                isAway = true;
                await WaitAsync(interval, time, cancellationToken);
            }
        }
    }

    /// <summary>Returns early if it is cancelled, and the next attempt then ends the command.</summary>
    private static async Task WaitAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken) =>
        await Task.Delay(interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
