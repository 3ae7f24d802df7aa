using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Shutdown;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Delivers the mails of the outbox. No connection to Postgres is held while a mail server is waited for. What this process has
/// taken and cannot settle, another one takes when the lease ends.
/// </summary>
internal sealed partial class MailSender(
    IServiceScopeFactory scopes,
    IMailTransport transport,
    MailComposer composer,
    OutboxSignal signal,
    WarmUpService warmUps,
    ShutdownDrain drain,
    AuthMeter meter,
    IOptions<EmailOptions> options,
    TimeProvider time,
    ILogger<MailSender> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The last mail that begins within this time is settled before its lease ends.</summary>
    private static readonly TimeSpan MaxBatchTime = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan MaxSettleTime = TimeSpan.FromSeconds(20);

    /// <summary>
    /// When the process stops, the mail in progress may still be handed over. It would otherwise be sent twice. The time begins
    /// with the stop signal, so that it passes while the last requests are served.
    /// </summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A process that has no way to send mails leaves them to others, which may be about to start. Where no process has one, the
    /// mails must not stay for ever, so it drops those that would have been given up by then.
    /// </summary>
    private readonly TimeSpan _minimumAge = options.Value.CanSend ? TimeSpan.Zero : RetryDelay.GivenUpAfter;

    private readonly RetriedWork _work = new("send mails", "Sending the mails of the outbox", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, drain.Stopping);
        await SendAsync(stopping.Token);
    }

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        using var stopped = new CancellationTokenSource();
        await using var registration = stoppingToken.Register(() => stopped.CancelAfter(StopTimeout));
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            await _work.TryAsync(
                async () =>
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var leased = await scope.ServiceProvider.GetRequiredService<OutboxQueue>()
                        .LeaseAsync(_minimumAge, stoppingToken);
                    taken = leased.Count;
                    return await DeliverAsync(scope.ServiceProvider, leased, stoppingToken, stopped.Token);
                },
                stoppingToken);
            if (taken < OutboxQueue.BatchSize)
            {
                await signal.WaitAsync(PollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<WorkResult> DeliverAsync(
        IServiceProvider services, List<LeasedMail> leased, CancellationToken stoppingToken, CancellationToken stopped)
    {
        if (leased.Count == 0)
        {
            return WorkResult.Unchanged;
        }

        var queue = services.GetRequiredService<OutboxQueue>();
        var began = time.GetTimestamp();
        var sent = 0;
        await using var batch = new MailBatch(transport, time);
        foreach (var mail in leased)
        {
            if (stoppingToken.IsCancellationRequested || time.GetElapsedTime(began) > MaxBatchTime)
            {
                await queue.ReleaseAsync(mail);
            }
            else if (await TryDeliverAsync(services, queue, batch, mail, stopped))
            {
                sent++;
            }
        }

        return WorkResult.Changed($"mails taken: {leased.Count}, sent: {sent}");
    }

    /// <summary>A mail that causes a defect must not keep the others of its batch from being sent, again and again.</summary>
    private async Task<bool> TryDeliverAsync(
        IServiceProvider services, OutboxQueue queue, MailBatch batch, LeasedMail mail, CancellationToken stopped)
    {
        try
        {
            return await DeliverAsync(services, queue, batch, mail, stopped);
        }
        catch (Exception error) when (error is not OperationCanceledException && !DatabaseErrors.IsOutage(error))
        {
            LogDefect(error, mail.Id, mail.Kind);
            await FailAsync(queue, mail, DeliveryFailure.Of(error));
            return false;
        }
    }

    private async Task<bool> DeliverAsync(
        IServiceProvider services, OutboxQueue queue, MailBatch batch, LeasedMail mail, CancellationToken stopped)
    {
        var admission = options.Value.CanSend
            ? await services.GetRequiredService<MailAdmission>().AdmitAsync(mail, stopped)
            : new Admission.Dropped(MailDrop.NoTransport);
        if (admission is Admission.PassedOn)
        {
            meter.MailDropped(mail.Kind, MailDrop.AddressTaken);
            return false;
        }

        if (admission is Admission.Dropped dropped)
        {
            await queue.DropAsync(mail);
            meter.MailDropped(mail.Kind, dropped.Reason);
            return false;
        }

        var failure = await SendAsync(services, batch, mail, (Admission.Admitted)admission, stopped);
        if (failure is not null)
        {
            await FailAsync(queue, mail, failure);
            return false;
        }

        meter.MailSent(mail.Kind);
        LogSent(mail.Id, mail.Kind);
        await SettleSentAsync(queue, mail, stopped);
        return true;
    }

    /// <summary>
    /// Tries for most of the lease. If Postgres does not answer in that time, the mail is sent again. Its id lets a receiver
    /// recognise it.
    /// </summary>
    private async Task SettleSentAsync(OutboxQueue queue, LeasedMail mail, CancellationToken stopped)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await queue.SentAsync(mail);
                return;
            }
            catch (Exception error) when (DatabaseErrors.IsOutage(error) && time.GetElapsedTime(began) < MaxSettleTime)
            {
                await Task.Delay(PollInterval, time, stopped);
            }
        }
    }

    private async Task<DeliveryFailure?> SendAsync(
        IServiceProvider services,
        MailBatch batch,
        LeasedMail mail,
        Admission.Admitted admitted,
        CancellationToken stopped)
    {
        var key = await services.GetRequiredService<OneTimeTokens>().KeyAsync(stopped);
        using var message = composer.Compose(mail, admitted, key);
        return await batch.SendAsync(message, stopped);
    }

    private async Task FailAsync(OutboxQueue queue, LeasedMail mail, DeliveryFailure failure)
    {
        if (!failure.IsPermanent && RetryDelay.After(mail.Attempts, mail.Age) is { } delay)
        {
            LogDelayed(mail.Id, mail.Kind, failure.Error);
            await queue.RetryAsync(mail, delay, failure.Error);
            return;
        }

        meter.MailFailed(mail.Kind);
        LogFailed(mail.Id, mail.Kind, failure.Error);
        await queue.FailAsync(mail, failure.Error);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Mail {Id} ({Kind}) was sent")]
    private partial void LogSent(Guid id, MailKind kind);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Mail {Id} ({Kind}) will be tried again: {Error}")]
    private partial void LogDelayed(Guid id, MailKind kind, string error);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Mail {Id} ({Kind}) could not be delivered: {Error}")]
    private partial void LogFailed(Guid id, MailKind kind, string error);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "Mail {Id} ({Kind}) caused a defect")]
    private partial void LogDefect(Exception error, Guid id, MailKind kind);
}
