using System.Security.Cryptography;
using System.Text;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Breaches;

/// <summary>
/// Determines whether a new password has appeared in a data breach (ASVS 6.2.12). If that cannot be found out in time, the
/// password is accepted, because a service elsewhere must not keep users from registering, and the case is counted.
/// </summary>
public sealed class BreachCheck
{
    private readonly IBreachCorpus? _corpus;
    private readonly AuthMeter _meter;

    internal BreachCheck(IBreachCorpus? corpus, AuthMeter meter)
    {
        _corpus = corpus;
        _meter = meter;
    }

    internal Task WarmUpAsync(CancellationToken cancellationToken) =>
        _corpus?.WarmUpAsync(cancellationToken) ?? Task.CompletedTask;

    internal async Task<bool> IsBreachedAsync(string password, CancellationToken cancellationToken)
    {
        if (_corpus is null)
        {
            return false;
        }

        var found = await _corpus.ContainsAsync(HashOf(password), cancellationToken);
        _meter.BreachChecked(found switch
        {
            true => BreachCheckResult.Breached,
            false => BreachCheckResult.NotFound,
            null => BreachCheckResult.Unavailable,
        });
        return found == true;
    }

#pragma warning disable CA5350 // The hash is the key of the public collections. It is neither stored nor sent as a whole.
    internal static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
