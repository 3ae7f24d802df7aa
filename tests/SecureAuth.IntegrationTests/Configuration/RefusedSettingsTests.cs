using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Configuration;

/// <summary>An invalid value stops the process with one line that names the key, the value and the allowed values.</summary>
public sealed class RefusedSettingsTests(TestSystem system)
{
    /// <summary>
    /// Keys with invalid values. One process starts with the first value of each key, one with the second, and so on.
    /// </summary>
    private static readonly (string Key, string[] Values)[] OutOfRange =
    [
        (
            "Tokens__Issuer",
            ["auth.test", "ftp://auth.test", "http://user:pw@auth.test", "http://auth.test/?a=b", "http://auth.test/#a"]),
        ("Tokens__AccessTokenLifetime", ["00:00:00", "-00:15:00", "1.00:00:00"]),
        ("Sessions__AbsoluteLifetime", ["400.00:00:00", "1000.00:00:00"]),
        ("Sessions__IdleLifetime", ["00:00:00", "-7.00:00:00", "31.00:00:00"]),
        ("Sessions__RefreshGrace", ["-00:00:01", "00:02:00", "1.00:00:00"]),
        ("Lockout__MaxFailedAttempts", ["0", "-1", "101"]),
        ("Lockout__Duration", ["00:00:00", "-00:15:00", "30.00:00:00"]),
        ("Passwords__BcryptWorkFactor", ["3", "11", "17", "0", "31"]),
        ("Passwords__MinimumLength", ["0", "-12", "65"]),
        ("RateLimits__Register__Permits", ["0", "-1", "1000001"]),
        ("RateLimits__Login__Permits", ["0", "-5", "2000000"]),
        ("RateLimits__SecondFactor__Permits", ["0"]),
        ("RateLimits__Refresh__Permits", ["0"]),
        ("RateLimits__PasswordForgot__Permits", ["0"]),
        ("RateLimits__PasswordReset__Permits", ["0"]),
        ("RateLimits__EmailResend__Permits", ["0"]),
        ("RateLimits__EmailVerify__Permits", ["0"]),
        ("RateLimits__Passkey__Permits", ["0"]),
        ("RateLimits__Default__Permits", ["0"]),
        ("RateLimits__Login__Window", ["00:00:00", "-00:01:00", "2.00:00:00"]),
        ("RateLimits__Default__Window", ["00:00:00.5000000"]),
        ("Proxy__TrustedNetworks__0", ["0.0.0.0/33", "everybody", "10.0.0.0/8,192.168.0.0/16", "::1/129"]),
        ("Proxy__TrustedNetworks__1", ["10.0.0.0/-1"]),
        ("Accounts__EmailVerification", ["Required"]),
        ("Shutdown__Delay", ["-00:00:01", "00:01:01"]),
    ];

    /// <summary>One key per section, because a value that cannot be parsed hides the rest of its section.</summary>
    private static readonly (string Key, string[] Values)[] Unreadable =
    [
        ("Tokens__AccessTokenLifetime", ["soon", "900 seconds"]),
        ("Sessions__IdleLifetime", ["a week", ""]),
        ("Lockout__MaxFailedAttempts", ["five", "5.5"]),
        ("Passwords__RequireDigit", ["perhaps", "yes"]),
        ("RateLimits__Login__Permits", ["many", "99999999999"]),
        ("Accounts__EmailVerification", ["Maybe", "never"]),
        ("Shutdown__Delay", ["3 s"]),
    ];

    [Fact]
    public Task A_value_out_of_range_is_named_with_the_allowed_range() => AreNamedAsync(OutOfRange);

    [Fact]
    public Task A_value_that_cannot_be_parsed_is_named_with_the_allowed_format() => AreNamedAsync(Unreadable);

    [Fact]
    public async Task An_invalid_secret_is_named_but_not_shown()
    {
        foreach (var (key, value) in new[]
        {
            ("Passwords__Peppers__0", "marker-7f3a"),
            ("Passwords__Peppers__1", "bWFya2VyLTdmM2E="),
            ("ConnectionStrings__secureauth", "marker-7f3a"),
            ("ConnectionStrings__secureauth", "Host=;Password=marker-7f3a;Nonsense=1"),
            ("ConnectionStrings__redis", "127.0.0.1:1,password=marker-7f3a,nonsense=1"),
            ("Keys__Master__0", "marker-7f3a"),
            ("Keys__Master__1", "bWFya2VyLTdmM2E="),
            ("Keys__Master__0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        })
        {
            var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi((key, value)));

            Assert.Equal(1, exitCode);
            Assert.Contains(key, Assert.Single(lines), StringComparison.Ordinal);
            Assert.Contains("allowed:", lines[0], StringComparison.Ordinal);
            Assert.DoesNotContain("marker", lines[0], StringComparison.Ordinal);
            Assert.DoesNotContain("bWFya2Vy", lines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_store_is_named()
    {
        foreach (var key in new[] { "ConnectionStrings__secureauth", "ConnectionStrings__redis" })
        {
            var settings = system.Settings.ForApi();
            settings[key] = "";

            var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);

            Assert.Equal(1, exitCode);
            Assert.Contains(key, Assert.Single(lines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Production_requires_every_setting_without_a_safe_default()
    {
        var settings = system.Settings.ForApi();
        foreach (var key in settings.Keys.Where(key => !key.StartsWith("ConnectionStrings", StringComparison.Ordinal)).ToList())
        {
            settings.Remove(key);
        }

        settings["ASPNETCORE_ENVIRONMENT"] = settings["DOTNET_ENVIRONMENT"] = "Production";
        var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "Accounts__EmailVerification", "Keys__Master__0", "Passwords__Peppers__0", "Tokens__Audience", "Tokens__Issuer",
            ],
            lines.Select(line => line.Split(' ')[0]).Order());
    }

    [Fact]
    public async Task Production_refuses_a_plain_HTTP_issuer_and_a_low_work_factor()
    {
        var settings = system.Settings.ForApi(("ASPNETCORE_ENVIRONMENT", "Production"), ("DOTNET_ENVIRONMENT", "Production"));

        var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.Equal(["Passwords__BcryptWorkFactor", "Tokens__Issuer"], lines.Select(line => line.Split(' ')[0]).Order());
    }

    private async Task AreNamedAsync((string Key, string[] Values)[] table)
    {
        for (var round = 0; round < table.Max(row => row.Values.Length); round++)
        {
            var bad = table.Where(row => round < row.Values.Length).Select(row => (row.Key, Value: row.Values[round])).ToArray();

            var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi(bad));

            Assert.Equal(1, exitCode);
            Assert.All(bad, setting =>
            {
                var line = Assert.Single(lines, line => line.StartsWith(setting.Key + " ", StringComparison.Ordinal));
                Assert.Contains($"'{setting.Value}'", line, StringComparison.Ordinal);
                Assert.Matches("allowed: .+", line);
            });
            Assert.Equal(bad.Length, lines.Count);
        }
    }
}
