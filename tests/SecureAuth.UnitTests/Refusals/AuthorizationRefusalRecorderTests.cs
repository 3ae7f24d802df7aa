using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Refusals;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using SecureAuth.UnitTests.RateLimiting;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.Refusals;

public sealed class AuthorizationRefusalRecorderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeRedis _redis;
    private readonly ServiceProvider _services;
    private readonly AuditQueue _queue;
    private readonly AuthorizationRefusalRecorder _refusals;

    public AuthorizationRefusalRecorderTests()
    {
        (_redis, var connection) = FakeRedis.Create();
        _services = new ServiceCollection().AddMetrics(
            ).AddSingleton<AuthMeter>().AddSingleton(Options.Create(new ProxyOptions())).AddSingleton<TrustedProxies>()
            .BuildServiceProvider();
        var meter = _services.GetRequiredService<AuthMeter>();
        var link = new RedisLink(new Lazy<IConnectionMultiplexer>(connection), _time, NullLogger<RedisLink>.Instance);
        _queue = new AuditQueue(100_000, meter);
        _refusals = new AuthorizationRefusalRecorder(link, _queue, meter, _time);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Every_refusal_is_counted_and_the_first_per_address_reason_and_minute_is_queued()
    {
        using var counter = new MetricCollector<long>(
            _services.GetRequiredService<IMeterFactory>(), AuthMeter.Name, "secureauth.authorization.refused");

        for (var call = 0; call < 100; call++)
        {
            Refuse("203.0.113.1", AuthorizationRefusal.ForgedToken);
        }

        Refuse("203.0.113.1", AuthorizationRefusal.RevokedToken);
        Refuse("203.0.113.2", AuthorizationRefusal.ForgedToken);

        Assert.Equal(["forged_token", "revoked_token", "forged_token"], Queued().Select(queued => queued.Entry.Reason!.Text));
        Assert.Equal(102, counter.GetMeasurementSnapshot().Count);
        Assert.Equal(101, counter.GetMeasurementSnapshot().Count(m => Equals(m.Tags["reason"], "forged_token")));
    }

    [Fact]
    public void A_refusal_a_minute_later_is_queued_again()
    {
        Refuse("203.0.113.1", AuthorizationRefusal.NotFresh);
        _time.Advance(TimeSpan.FromSeconds(59));
        Refuse("203.0.113.1", AuthorizationRefusal.NotFresh);
        Assert.Single(Queued());

        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse("203.0.113.1", AuthorizationRefusal.NotFresh);
        Assert.Single(Queued());
    }

    [Fact]
    public void An_IPv6_client_is_its_64()
    {
        Refuse("2001:db8:0:1::1", AuthorizationRefusal.ForgedToken);
        Refuse("2001:db8:0:1::2", AuthorizationRefusal.ForgedToken);

        Assert.Single(Queued());
    }

    [Fact]
    public void Many_addresses_get_a_bounded_number_of_rows()
    {
        for (var address = 0; address < 20_000; address++)
        {
            Refuse($"10.{address >> 16}.{(address >> 8) & 255}.{address & 255}", AuthorizationRefusal.ForgedToken);
        }

        Assert.InRange(Queued().Count, 1, 10_001);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(null, true)]
    public async Task Redis_decides_for_all_replicas_and_without_it_each_writes_its_own(int? answer, bool isDue)
    {
        _redis.Answer = answer is null ? null : RedisResult.Create((RedisValue)answer.Value);
        Refuse("203.0.113.1", AuthorizationRefusal.ForeignSession);

        Assert.Equal(isDue, await Assert.Single(Queued()).IsDue!());
    }

    private void Refuse(string address, AuthorizationRefusal refusal)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        _refusals.Record(context, refusal);
    }

    private List<QueuedEntry> Queued()
    {
        var entries = new List<QueuedEntry>();
        while (_queue.Entries.TryRead(out var entry))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
