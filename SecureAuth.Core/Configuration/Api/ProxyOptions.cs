using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The proxies that are trusted to name the client's address.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// The trusted networks in CIDR notation. The list is empty by default and does not even include loopback, because any
    /// process on the same host could then claim any address.
    /// </summary>
    public IList<string> TrustedNetworks { get; } = [];

    internal sealed class Validator : IValidateOptions<ProxyOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProxyOptions options)
        {
            var problems = new SettingProblems(Section);
            NetworkList.Validate(problems, nameof(TrustedNetworks), options.TrustedNetworks);
            return problems.ToResult();
        }
    }
}
