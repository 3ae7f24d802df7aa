using System.Net;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Whose word about the client's address is taken.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>CIDRs. None by default, not even loopback: whatever runs beside the API could name any address.</summary>
    public IList<string> TrustedNetworks { get; } = [];

    internal sealed class Validator : IValidateOptions<ProxyOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProxyOptions options)
        {
            var problems = new SettingProblems(Section);
            for (var i = 0; i < options.TrustedNetworks.Count; i++)
            {
                var network = options.TrustedNetworks[i];
                problems.Require(
                    IPNetwork.TryParse(network, out _),
                    $"{nameof(TrustedNetworks)}__{i}", network, "a CIDR, such as 10.0.0.0/8 or fd00::/8");
            }

            return problems.ToResult();
        }
    }
}
