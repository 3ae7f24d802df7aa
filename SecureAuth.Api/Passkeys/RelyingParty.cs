using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Passkeys;

/// <summary>The settings of passkeys with their defaults, which come from the issuer and never from a request.</summary>
internal sealed class RelyingParty
{
    private readonly HashSet<string> _origins;

    public RelyingParty(IOptions<PasskeyOptions> options, IOptions<TokenOptions> tokens)
    {
        var issuer = new Uri(tokens.Value.Issuer);
        Id = options.Value.RelyingPartyId ?? issuer.IdnHost;
        _origins = options.Value.Origins.Count > 0
            ? new HashSet<string>(options.Value.Origins, StringComparer.Ordinal)
            : [issuer.GetLeftPart(UriPartial.Authority)];
        RelatedOrigins = [.. _origins.Where(IsOnAnotherSite).Order(StringComparer.Ordinal)];
    }

    public string Id { get; }

    /// <summary>
    /// The web origins outside of the relying party's domain. A browser lets them use its passkeys only if the domain lists them
    /// (WebAuthn Level 3, section 5.11).
    /// </summary>
    public IReadOnlyList<string> RelatedOrigins { get; }

    public bool Accepts(string origin) => _origins.Contains(origin);

    private bool IsOnAnotherSite(string origin) =>
        new Uri(origin) is { Scheme: "https" or "http" } uri
        && uri.IdnHost != Id && !uri.IdnHost.EndsWith("." + Id, StringComparison.Ordinal);
}
