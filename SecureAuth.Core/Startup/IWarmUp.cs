namespace SecureAuth.Core.Startup;

/// <summary>
/// Runs code once that the first requests would otherwise have to wait for: connections, and methods that are not compiled yet.
/// </summary>
public interface IWarmUp
{
    /// <summary>Any exception is ignored, because a store may be unavailable when the process starts.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);
}
