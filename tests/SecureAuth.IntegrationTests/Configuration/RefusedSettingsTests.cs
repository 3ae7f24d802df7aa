using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Configuration;

/// <summary>
/// An invalid value stops the process with one line that names the key, the value and the allowed values. The unit tests check
/// every key; these tests check that the process behaves accordingly.
/// </summary>
public sealed class RefusedSettingsTests(TestSystem system)
{
    [Fact]
    public async Task Every_invalid_value_is_named_with_the_allowed_values()
    {
        (string Key, string Value)[] invalid =
        [
            ("Tokens__AccessTokenLifetime", "soon"),
            ("Lockout__Duration", "30.00:00:00"),
            ("Passwords__BcryptWorkFactor", "31"),
            ("RateLimits__Login__Permits", "0"),
            ("Proxy__TrustedNetworks__0", "everybody"),
        ];

        var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi(invalid));

        Assert.Equal(1, exitCode);
        Assert.All(invalid, setting =>
        {
            var line = Assert.Single(lines, line => line.StartsWith(setting.Key + " ", StringComparison.Ordinal));
            Assert.Contains($"'{setting.Value}'", line, StringComparison.Ordinal);
            Assert.Matches("allowed: .+", line);
        });
        Assert.Equal(invalid.Length, lines.Count);
    }

    [Theory]
    [InlineData("Passwords__Peppers__0", "marker-7f3a")]
    [InlineData("ConnectionStrings__secureauth", "Host=;Password=marker-7f3a;Nonsense=1")]
    public async Task An_invalid_secret_is_named_but_not_shown(string key, string value)
    {
        var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi((key, value)));

        Assert.Equal(1, exitCode);
        Assert.Contains(key, Assert.Single(lines), StringComparison.Ordinal);
        Assert.DoesNotContain("marker", lines[0], StringComparison.Ordinal);
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
}
