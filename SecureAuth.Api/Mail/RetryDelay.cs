using System.Security.Cryptography;

namespace SecureAuth.Api.Mail;

/// <summary>How long a mail waits after a temporary failure, and when it is given up.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromHours(24);

    /// <summary>In percent. Mails that failed together are not all tried again at the same moment.</summary>
    private const int Jitter = 20;

    /// <param name="attempts">The number of attempts so far, at least one.</param>
    /// <param name="age">The time since the mail was queued.</param>
    /// <returns>Null if the mail is given up.</returns>
    public static TimeSpan? After(int attempts, TimeSpan age)
    {
        if (age >= GivenUpAfter)
        {
            return null;
        }

        // The exponent is limited because a mail may have been taken many times, for example by processes that crashed.
        var doubled = First * Math.Pow(2, Math.Min(attempts - 1, 10));
        var delay = doubled < Longest ? doubled : Longest;
        return delay * (RandomNumberGenerator.GetInt32(100 - Jitter, 101 + Jitter) / 100.0);
    }
}
