namespace SecureAuth.Core.RateLimiting;

/// <summary>Allows a burst of <see cref="Permits"/> requests, and then one request every <c>Window / Permits</c>.</summary>
public sealed class RateLimit(int permits, TimeSpan window)
{
    public const int MaximumPermits = 1_000_000;

    public static readonly TimeSpan MinimumWindow = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan MaximumWindow = TimeSpan.FromDays(1);

    public int Permits { get; set; } = permits;

    public TimeSpan Window { get; set; } = window;

    /// <summary>Returns a limit with the same window and a share of the permits, but at least one permit.</summary>
    public RateLimit Share(double share) => new(Math.Max(1, (int)(Permits * share)), Window);
}
