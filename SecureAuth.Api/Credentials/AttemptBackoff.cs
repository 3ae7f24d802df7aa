using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Waits until other guesses at the same account have been settled. It holds neither a connection nor a queue slot while it
/// waits.
/// </summary>
internal sealed class AttemptBackoff(TimeProvider time, TimeSpan maxWait)
{
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMilliseconds(200);

    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _pollInterval = MinPollInterval;

    /// <summary>Waits until the next poll. Returns false, without waiting, if the maximum wait has passed.</summary>
    public async Task<bool> WaitAsync(CancellationToken disconnected)
    {
        if (time.GetElapsedTime(_startedAt) > maxWait)
        {
            return false;
        }

        using var span = AuthActivity.Source.StartActivity("wait for other guesses");
        await Task.Delay(_pollInterval, time, disconnected);
        _pollInterval = _pollInterval * 2 < MaxPollInterval ? _pollInterval * 2 : MaxPollInterval;
        return true;
    }
}
