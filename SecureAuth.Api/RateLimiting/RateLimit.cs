namespace SecureAuth.Api.RateLimiting;

/// <summary>A burst of <see cref="Permits"/>, then one every <c>Window / Permits</c>.</summary>
internal sealed class RateLimit(int permits, TimeSpan window)
{
    public const int MaximumPermits = 1_000_000;

    public static readonly TimeSpan MinimumWindow = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan MaximumWindow = TimeSpan.FromDays(1);

    public int Permits { get; set; } = permits;

    public TimeSpan Window { get; set; } = window;

    /// <summary>The same window with a share of the permits, and never without a single one.</summary>
    public RateLimit Share(double share) => new(Math.Max(1, (int)(Permits * share)), Window);
}
