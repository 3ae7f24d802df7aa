namespace SecureAuth.Api.Credentials;

/// <summary>
/// Waits, holding neither a connection nor a place in the queue, for other guesses at the same account to be settled.
/// </summary>
internal sealed class AttemptBackoff(TimeProvider time, TimeSpan longest)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(200);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan _poll = ShortestPoll;

    /// <summary>Returns when it is time to ask again; false if it has taken too long.</summary>
    public async Task<bool> WaitAsync(CancellationToken disconnected)
    {
        if (time.GetElapsedTime(_began) > longest)
        {
            return false;
        }

        await Task.Delay(_poll, time, disconnected);
        _poll = _poll * 2 < LongestPoll ? _poll * 2 : LongestPoll;
        return true;
    }
}
