using System.Security.Cryptography;
using System.Text;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Diagnosis;

/// <summary>Settings that are allowed but weak. A server behind 203.0.113.1 does not exist; nothing connects to it.</summary>
[Collection(typeof(DoctorPatients))]
public sealed class DoctorSettingsTests(DoctorStack stack)
{
    [Theory]
    [InlineData("issuer", "Tokens__Issuer", "http://auth.example.com", "https")]
    [InlineData("password_settings", "Passwords__BcryptWorkFactor", "4", "12")]
    [InlineData("password_settings", "Passwords__MinimumLength", "8", "12")]
    [InlineData("lockout_settings", "Lockout__MaxFailedAttempts", "50", "5")]
    [InlineData("lockout_settings", "Lockout__Duration", "00:00:30", "00:15:00")]
    [InlineData("rate_limits", "RateLimits__Login__Permits", "51", "5 in 00:01:00")]
    [InlineData("trusted_networks", "Proxy__TrustedNetworks__0", "0.0.0.0/0", "the networks of your proxies alone")]
    [InlineData("trusted_networks", "Proxy__TrustedNetworks__3", "::/0", "the networks of your proxies alone")]
    [InlineData("health_networks", "Health__DetailNetworks__0", "0.0.0.0/0", "the networks of your monitoring alone")]
    public async Task A_weak_setting_is_named_with_the_value_that_is_wanted(string id, string key, string value, string wanted)
    {
        var report = await stack.ExamineAsync((key, value));

        report.Finds(id, "warning", key, key);
        report.Finds(id, "warning", key, wanted);
        Assert.Equal(0, report.ExitCode);
        Assert.Equal("warning", report.Result.Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("Tokens__Issuer", "http://localhost:5080")]
    [InlineData("RateLimits__Login__Permits", "50")]
    [InlineData("Lockout__MaxFailedAttempts", "10")]
    [InlineData("Proxy__TrustedNetworks__0", "10.0.0.0/8")]
    [InlineData("Proxy__TrustedNetworks__0", "fd00::/8")]
    public async Task A_setting_that_is_not_weak_is_no_problem(string key, string value) =>
        Assert.Equal("ok", (await stack.ExamineAsync((key, value))).Result.Json.GetProperty("status").GetString());

    [Theory]
    [InlineData("Tokens__AccessTokenLifetime", "soon")]
    [InlineData("Tokens__AccessTokenLifetime", "02:00:00")]
    [InlineData("Accounts__EmailVerification", "Sometimes")]
    [InlineData("Passkeys__Origins__0", "https://auth.example.com/")]
    [InlineData("Proxy__TrustedNetworks__0", "10.0.0.0/33")]
    [InlineData("OAuth__Clients__0__SecretSha256", "not-a-hash")]
    [InlineData("Health__DetailNetworks__0", "everybody")]
    [InlineData("Shutdown__DrainTimeout", "00:10:00")]
    [InlineData("Account__Page", "perhaps")]
    public async Task A_setting_that_keeps_the_API_from_starting_is_wrong(string key, string value)
    {
        var report = await stack.ExamineAsync((key, value));

        report.Finds("configuration", "wrong", key, "correct these settings");
        Assert.Equal(1, report.ExitCode);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_named_with_what_may_have_been_meant()
    {
        var report = await stack.ExamineAsync(
            ("Accounts__Regstration", "Closed"),
            ("Accounts__EmailVerification", "Optional"),
            ("Cor__Origins__0", "https://app.example.com"),
            ("Passkeys__Origins", "https://app.example.com"));

        report.Finds("configuration", "warning", "(did you mean Accounts__Registration?)", "correct or remove");
        report.Finds("configuration", "warning", "Passkeys__Origins (a list", "correct or remove");
        report.Finds("configuration", "warning", "Cor__Origins (did you mean Cors__Origins?)", "correct or remove");
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public async Task A_service_whose_secret_is_a_common_word_or_that_of_another_one_is_named()
    {
        var shared = Settings.HashOf(Settings.NewSecret());
        var common = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("changeme")));
        var report = await stack.ExamineAsync(
            ("OAuth__Clients__0__Id", "a"), ("OAuth__Clients__0__SecretSha256", common),
            ("OAuth__Clients__1__Id", "b"), ("OAuth__Clients__1__SecretSha256", shared),
            ("OAuth__Clients__2__Id", "c"), ("OAuth__Clients__2__SecretSha256", shared));

        report.Finds("service_credentials", "warning", "OAuth__Clients__0__SecretSha256 is the hash of a common word", "SHA-256");
        report.Finds("service_credentials", "warning", "OAuth__Clients__2__SecretSha256 is that of another service", "SHA-256");
    }

    [Fact]
    public async Task A_connection_that_leaves_the_private_network_has_to_be_encrypted()
    {
        const string Public = "Host=203.0.113.1;Username=owner;Password=marker-7f3a;Database=secureauth";
        var report = await stack.ExamineAsync(("ConnectionStrings__migrations", Public));

        report.Finds("tls_to_postgres", "warning", "203.0.113.1", "SSL Mode=VerifyFull to ConnectionStrings__migrations");
        (await stack.ExamineAsync(("ConnectionStrings__migrations", Public + ";SSL Mode=VerifyFull"))).IsOk("tls_to_postgres");
        Assert.DoesNotContain("marker-7f3a", report.Result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_elsewhere_needs_TLS_and_a_password()
    {
        var report = await stack.ExamineAsync(("ConnectionStrings__redis", "203.0.113.1:6379"));
        report.Finds("tls_to_redis", "warning", "203.0.113.1", "ssl=true");
        report.Finds("redis_password", "warning", "without a password", "password=");

        var mended = await stack.ExamineAsync(("ConnectionStrings__redis", "203.0.113.1:6379,ssl=true,password=marker-7f3a"));
        mended.IsOk("tls_to_redis");
        mended.IsOk("redis_password");
        Assert.DoesNotContain("marker-7f3a", mended.Result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_development_environment_with_a_database_elsewhere_is_a_warning()
    {
        var elsewhere = (
            "ConnectionStrings__secureauth", "Host=203.0.113.1;Username=secureauth_api;Password=x;Database=secureauth");

        (await stack.ExamineAsync(elsewhere)).Finds("environment", "warning", "Testing", "Production");
        (await stack.ExamineAsync(elsewhere, ("DOTNET_ENVIRONMENT", "Production"))).IsOk("environment");
    }

    [Fact]
    public async Task Mails_that_leave_the_private_network_have_to_be_encrypted()
    {
        var host = ("Email__Smtp__Host", "203.0.113.1");

        (await stack.ExamineAsync(host, ("Email__Smtp__UseTls", "false")))
            .Finds("mail_settings", "warning", "Email__Smtp__UseTls", "Email__Smtp__UseTls to true");
        (await stack.ExamineAsync(host, ("Email__LinkBase", "http://app.example.com/auth")))
            .Finds("mail_settings", "warning", "http://app.example.com/auth", "Email__LinkBase to an https address");
        (await stack.ExamineAsync(host)).IsOk("mail_settings");
    }

    [Fact]
    public async Task A_missing_master_key_and_a_missing_pepper_are_warnings_where_they_are_allowed()
    {
        var environment = stack.Environment(("DOTNET_ENVIRONMENT", "Development"));
        environment.Remove("Keys__Master__0");
        environment.Remove("Passwords__Peppers__0");
        var report = new DoctorReport(await Cli.RunAsync(environment, "", "doctor", "--output", "json"));

        report.Finds("master_key_setting", "warning", "Keys__Master__0", "Keys__Master__0");
        report.Finds("peppers", "warning", "none is configured", "Passwords__Peppers__0");
    }
}
