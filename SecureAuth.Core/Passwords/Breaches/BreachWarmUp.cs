using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Passwords.Breaches;

internal sealed class BreachWarmUp(BreachCheck breaches) : IWarmUp
{
    public Task WarmUpAsync(CancellationToken cancellationToken) => breaches.WarmUpAsync(cancellationToken);
}
