using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>
/// Reads every few seconds how many mails wait and for how long, even while the sender waits for a mail server. A process that
/// cannot send mails is not the one to complain about them.
/// </summary>
internal sealed class OutboxMonitor(
    IServiceScopeFactory scopes,
    OutboxState state,
    WarmUpService warmUps,
    IOptions<EmailOptions> options,
    TimeProvider time,
    ILogger<OutboxMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly RetriedWork _work = new("read outbox", "Reading the state of the outbox", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.CanSend)
        {
            return;
        }

        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => ReadAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        state.Last = await OutboxReading.ReadAsync(
            scope.ServiceProvider.GetRequiredService<AuthDbContext>(), cancellationToken);
        return WorkResult.Unchanged;
    }
}
