using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace SecureAuth.Client.AspNetCore;

/// <summary>The cache of each authentication scheme, because a handler lives only for one request.</summary>
internal sealed class IntrospectionCaches(
    IHttpClientFactory clients, IOptionsMonitor<SecureAuthIntrospectionOptions> options, TimeProvider? time = null)
{
    private readonly ConcurrentDictionary<string, Lazy<IntrospectionCache>> _caches = new(StringComparer.Ordinal);

    public static string ClientOf(string scheme) => "SecureAuth.Introspection:" + scheme;

    public IntrospectionCache Of(string scheme) =>
        _caches.GetOrAdd(scheme, name => new Lazy<IntrospectionCache>(() => Create(name))).Value;

    private IntrospectionCache Create(string scheme)
    {
        var settings = options.Get(scheme);
        var server = new ResourceServerClient(
            clients.CreateClient(ClientOf(scheme)), settings.ClientId, settings.ClientSecret);
        var clock = time ?? TimeProvider.System;
        var calls = new BoundedCalls(settings.ConcurrentCalls, settings.Timeout, clock);
        return new IntrospectionCache(
            token => calls.RunAsync(() => server.IntrospectAsync(token)), settings.CacheLifetime, settings.CacheSize, clock);
    }
}
