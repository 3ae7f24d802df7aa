using System.Net;
using System.Xml.Linq;
using SecureAuth.AdminCli.Diagnosis;
using SecureAuth.Core.Keys;

namespace SecureAuth.UnitTests.AdminCli.Diagnosis;

/// <summary>What the doctor thinks of states that no test can bring a real server into.</summary>
public sealed class LimitsTests
{
    [Theory]
    [InlineData(200_000_000, "Ok")]
    [InlineData(700_000_000, "Warning")]
    [InlineData(1_500_000_000, "Wrong")]
    public void Old_transaction_ids_are_a_warning_long_before_PostgreSQL_stops(long age, string status) =>
        Assert.Equal(status, PostgresLimits.JudgeTransactionIds(age, TimeSpan.Zero).Status.ToString());

    [Fact]
    public void A_forgotten_prepared_transaction_is_a_warning() => Assert.Equal(
        FindingStatus.Warning, PostgresLimits.JudgeTransactionIds(1, TimeSpan.FromHours(2)).Status);

    [Theory]
    [InlineData(79, "Ok")]
    [InlineData(80, "Warning")]
    [InlineData(95, "Wrong")]
    public void Connections_are_judged_by_their_share(long used, string status) =>
        Assert.Equal(status, PostgresLimits.JudgeConnections(used, 100).Status.ToString());

    [Theory]
    [InlineData(9.9, "Ok")]
    [InlineData(-9.9, "Ok")]
    [InlineData(10.1, "Wrong")]
    [InlineData(-10.1, "Wrong")]
    public void A_clock_may_differ_by_ten_seconds(double seconds, string status) =>
        Assert.Equal(status, ClockChecks.Compare(TimeSpan.FromSeconds(seconds)).Status.ToString());

    [Theory]
    [InlineData("redis_version:6.0.16", "Warning")]
    [InlineData("redis_version:6.2.0", "Ok")]
    [InlineData("redis_version:7.4.1", "Ok")]
    [InlineData("", "Ok")]
    public void An_old_Redis_is_a_warning(string info, string status) =>
        Assert.Equal(status, RedisLimits.JudgeVersion(RedisInfo.Parse(info)).Status.ToString());

    [Theory]
    [InlineData("used_memory:89\r\nmaxmemory:100\r\nmaxmemory_policy:noeviction", "Ok")]
    [InlineData("used_memory:90\r\nmaxmemory:100\r\nmaxmemory_policy:noeviction", "Warning")]
    [InlineData("used_memory:1\r\nmaxmemory:100\r\nmaxmemory_policy:volatile-ttl", "Warning")]
    [InlineData("used_memory:1\r\nmaxmemory:0\r\nmaxmemory_policy:volatile-ttl", "Ok")]
    public void A_full_or_forgetful_Redis_is_a_warning(string info, string status) =>
        Assert.Equal(status, RedisLimits.JudgeMemory(RedisInfo.Parse($"# Memory\r\n{info}\r\n")).Status.ToString());

    [Theory]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::/0", true)]
    [InlineData("0.0.0.0/7", true)]
    [InlineData("2000::/3", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("fd00::/8", false)]
    [InlineData("104.16.0.0/13", false)]
    [InlineData("2606:4700::/32", false)]
    public void A_network_may_not_be_wider_than_those_of_proxies(string network, bool isTooWide) =>
        Assert.Equal(isTooWide, NetworkWidth.IsTooWide(IPNetwork.Parse(network)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("::ffff:192.168.1.1", true)]
    [InlineData("fd12::1", true)]
    [InlineData("/var/run/postgresql", true)]
    [InlineData("localhost", true)]
    [InlineData("203.0.113.1", false)]
    [InlineData("[2001:db8::1]", false)]
    [InlineData("does-not-exist.invalid", true)]
    public async Task Hosts_are_private_by_their_addresses(string host, bool isPrivate) =>
        Assert.Equal(isPrivate, await NetworkPlace.IsPrivateAsync(host, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("<key id='1'><expirationDate>2027-01-02T03:04:05.6Z</expirationDate></key>", "2027-01-02")]
    [InlineData("<revocation version='1'/>", null)]
    public void The_end_of_a_ring_key_is_read_from_its_element(string xml, string? expected) => Assert.Equal(
        expected,
        KeyRingAge.ExpiryOf(XElement.Parse(xml))?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
