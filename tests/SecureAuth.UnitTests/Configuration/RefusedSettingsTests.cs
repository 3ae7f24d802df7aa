using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using SecureAuth.Api;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Stores;
using SecureAuth.Core;

namespace SecureAuth.UnitTests.Configuration;

/// <summary>An invalid value becomes one line that names the key, the value and the allowed values.</summary>
public sealed class RefusedSettingsTests
{
    private static readonly string Secret = Convert.ToBase64String(Enumerable.Range(1, 32).Select(n => (byte)n).ToArray());

    [Theory]
    [InlineData("Tokens__Issuer", "auth.test", "ftp://auth.test", "http://user:pw@auth.test")]
    [InlineData("Tokens__Issuer", "http://auth.test/?a=b", "http://auth.test/#a")]
    [InlineData("Tokens__AccessTokenLifetime", "00:00:00", "-00:15:00", "1.00:00:00")]
    [InlineData("Sessions__AbsoluteLifetime", "400.00:00:00", "1000.00:00:00")]
    [InlineData("Sessions__IdleLifetime", "00:00:00", "-7.00:00:00", "31.00:00:00")]
    [InlineData("Sessions__RefreshGrace", "-00:00:01", "00:02:00", "1.00:00:00")]
    [InlineData("Lockout__MaxFailedAttempts", "0", "-1", "101")]
    [InlineData("Lockout__Duration", "00:00:00", "-00:15:00", "30.00:00:00")]
    [InlineData("Passwords__BcryptWorkFactor", "3", "11", "17", "0", "31")]
    [InlineData("Passwords__MinimumLength", "0", "-12", "65")]
    [InlineData("RateLimits__Register__Permits", "0", "-1", "1000001")]
    [InlineData("RateLimits__Login__Permits", "0", "-5", "2000000")]
    [InlineData("RateLimits__SecondFactor__Permits", "0")]
    [InlineData("RateLimits__Refresh__Permits", "0")]
    [InlineData("RateLimits__PasswordForgot__Permits", "0")]
    [InlineData("RateLimits__PasswordReset__Permits", "0")]
    [InlineData("RateLimits__EmailResend__Permits", "0")]
    [InlineData("RateLimits__EmailVerify__Permits", "0")]
    [InlineData("RateLimits__Passkey__Permits", "0")]
    [InlineData("RateLimits__Default__Permits", "0")]
    [InlineData("RateLimits__Login__Window", "00:00:00", "-00:01:00", "2.00:00:00")]
    [InlineData("RateLimits__Default__Window", "00:00:00.5000000")]
    [InlineData("Proxy__TrustedNetworks__0", "0.0.0.0/33", "everybody", "10.0.0.0/8,192.168.0.0/16", "::1/129")]
    [InlineData("Proxy__TrustedNetworks__1", "10.0.0.0/-1")]
    [InlineData("Accounts__EmailVerification", "Required")]
    [InlineData("Accounts__Registration", "Invitation")]
    [InlineData("Accounts__InvitingRoles__0", "inviter")]
    [InlineData("Accounts__AllowedDomains__0", "", "localhost", "@example.com", "*", "*.", "*example.com", ".example.com")]
    [InlineData("Accounts__AllowedDomains__0", "bücher.example", "mail.*.example.com", "a@example.com")]
    [InlineData("Accounts__RefusedDomains__0", "", "*.example.com", "example.com.", "https://example.com", "exa mple.com")]
    [InlineData("Accounts__SecondFactorRoles__0", "", " ")]
    [InlineData("Accounts__SecondFactorRoles__0", "a role whose name has more than the sixty-four characters of a name")]
    [InlineData("Email__From", "nobody", "a@b.test, c@d.test", "a@b.test\r\nBcc: c@d.test", "Eve\n <a@b.test>")]
    [InlineData("Email__ProductName", "", "a\r\nBcc: c@d.test")]
    [InlineData("Email__TemplatesDirectory", "/nowhere/at/all")]
    [InlineData("Email__Smtp__Host", "mail test", "mail.test:25")]
    [InlineData("Email__Smtp__Port", "0", "65536")]
    [InlineData("Email__LinkBase", "app.test", "/auth", "ftp://app.test", "https://user@app.test", "https://app.test/#/auth")]
    [InlineData("Email__LinkBase", "https://App.test", "https://app.test:443/auth", "https://app.test/a?b=c", "javascript:a()")]
    [InlineData("Email__LinkBase", "https://app.test/a/../b", "https://app.test/a b", "https://app.test/a\r\nBcc: c@d.test")]
    [InlineData("Email__LinkBases__0", "", "http:app.test", "https://app.test/\u00e4", "https://app.test\\@evil.test")]
    [InlineData("Email__Proof", "0", "3")]
    [InlineData("Email__SentRetention", "00:59:59", "366.00:00:00")]
    [InlineData("Email__FailedRetention", "00:00:00")]
    [InlineData("Accounts__Fields__0__Name", "", "Department", "1st", "a-b", "a234567890123456789012345678901234")]
    [InlineData("Accounts__UnverifiedRetention", "23:59:59", "366.00:00:00")]
    [InlineData("Passkeys__RelyingPartyId", "", "https://auth.test", "auth.test:443", "Auth.test", "auth.test/", "127.0.0.1")]
    [InlineData("Passkeys__Origins__0", "", "auth.test", "https://auth.test/", "https://auth.test:443", "ftp://auth.test")]
    [InlineData("Passkeys__Origins__0", "https://Auth.test", "https://auth.test/path", "https://user@auth.test", "null")]
    [InlineData("Cors__Origins__0", "", "*", "null", "https://*.auth.test", "app.auth.test", "https://app.auth.test/")]
    [InlineData("Cors__Origins__0", "https://app.auth.test:443", "https://App.auth.test", "https://app.auth.test/path")]
    [InlineData("Cors__Origins__0", "ftp://app.auth.test", "https://user@app.auth.test", "https://bücher.test")]
    [InlineData("Passkeys__Origins__0", "android:apk-key-hash:short", "ios:bundle-id:auth.test")]
    [InlineData("Keys__Signing__RotationInterval", "3650.00:00:01", "4000.00:00:00")]
    [InlineData("Keys__Signing__AnnounceBefore", "00:09:59", "91.00:00:00", "90.00:00:00")]
    [InlineData("Shutdown__Delay", "-00:00:01", "00:01:01")]
    [InlineData("Shutdown__DrainTimeout", "00:00:00", "00:01:01")]
    [InlineData("Health__DetailNetworks__0", "10.0.0.0/-1", "0.0.0.0", "everywhere")]
    public void A_value_out_of_range_is_named_with_the_allowed_range(string key, params string[] values) =>
        AreNamed(key, values);

    [Theory]
    [InlineData("Tokens__AccessTokenLifetime", "soon", "900 seconds")]
    [InlineData("Sessions__IdleLifetime", "a week", "")]
    [InlineData("Lockout__MaxFailedAttempts", "five", "5.5")]
    [InlineData("Passwords__RequireDigit", "perhaps", "yes")]
    [InlineData("RateLimits__Login__Permits", "many", "99999999999")]
    [InlineData("Accounts__EmailVerification", "Maybe", "never")]
    [InlineData("Email__Proof", "Sms", "true")]
    [InlineData("Accounts__SecondFactor", "Maybe", "true", "")]
    [InlineData("Accounts__Registration", "Shut", "7", "")]
    [InlineData("Features__Passkeys", "perhaps")]
    [InlineData("Accounts__Fields__0__Type", "number", "")]
    [InlineData("Accounts__Fields__0__EditableBy", "Nobody")]
    [InlineData("Accounts__Fields__0__Required", "perhaps")]
    [InlineData("Accounts__Usernames", "Maybe", "true")]
    [InlineData("Shutdown__Delay", "3 s")]
    [InlineData("Health__DetailsForLoopback", "perhaps")]
    public void A_value_that_cannot_be_parsed_is_named_with_the_allowed_format(string key, params string[] values) =>
        AreNamed(key, values);

    [Theory]
    [InlineData("MaxLength", "0", "1001", "-1")]
    [InlineData("Pattern", "", "(", "\\d+", "(?i)a", "(?=a)", "(a)\\1", "[a-z-[aeiou]]", "\\p{IsGreek}", "((a{1000}){1000})")]
    public void A_field_is_refused_with_the_allowed_values(string member, params string[] values) =>
        AreNamed($"Accounts__Fields__0__{member}", values, ("Accounts__Fields__0__Name", "department"));

    [Theory]
    [InlineData("role")]
    [InlineData("sub")]
    [InlineData("email_verified")]
    [InlineData("roles_version")]
    [InlineData("scope")]
    public void A_claim_that_has_a_meaning_cannot_be_a_field(string name)
    {
        Assert.Empty(Problems(("Accounts__Fields__0__Name", name)));
        AreNamed("Accounts__Fields__0__Name", [name], ("Accounts__Fields__0__InToken", "true"));
    }

    [Fact]
    public void A_misspelt_rule_of_a_field_is_named() => Assert.Equal(
        "Accounts__Fields__0__Requird is not a setting; allowed: Name, Type, Required, MaxLength, Pattern, EditableBy, InToken",
        Assert.Single(Problems(("Accounts__Fields__0__Name", "department"), ("Accounts__Fields__0__Requird", "true"))));

    [Fact]
    public void Two_fields_cannot_have_one_name() =>
        AreNamed("Accounts__Fields__1__Name", ["department"], ("Accounts__Fields__0__Name", "department"));

    [Fact]
    public void A_field_of_operators_cannot_be_demanded_of_a_user() => AreNamed(
        "Accounts__Fields__0__Required", ["True"],
        ("Accounts__Fields__0__Name", "department"), ("Accounts__Fields__0__EditableBy", "Operator"));

    [Fact]
    public void A_length_is_for_strings_alone() => AreNamed(
        "Accounts__Fields__0__MaxLength", ["10"],
        ("Accounts__Fields__0__Name", "born"), ("Accounts__Fields__0__Type", "date"));

    [Theory]
    [InlineData("251", true)]
    [InlineData("252", false)]
    public void The_fields_in_tokens_fit_into_a_kibibyte_whatever_their_values(string maxLength, bool fits)
    {
        var problems = Problems(
            ("Accounts__Fields__0__Name", "department"), ("Accounts__Fields__0__InToken", "true"),
            ("Accounts__Fields__0__MaxLength", maxLength));

        Assert.Equal(fits, problems.Count == 0);
    }

    [Theory]
    [InlineData("Passwords__Peppers__0", "marker-7f3a")]
    [InlineData("Passwords__Peppers__1", "bWFya2VyLTdmM2E=")]
    [InlineData("ConnectionStrings__secureauth", "marker-7f3a")]
    [InlineData("ConnectionStrings__secureauth", "Host=;Password=marker-7f3a;Nonsense=1")]
    [InlineData("ConnectionStrings__redis", "127.0.0.1:1,password=marker-7f3a,nonsense=1")]
    [InlineData("Keys__Master__0", "marker-7f3a")]
    [InlineData("Keys__Master__1", "bWFya2VyLTdmM2E=")]
    [InlineData("Email__Smtp__Password", "marker-7f3a")]
    [InlineData("Keys__Master__0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void An_invalid_secret_is_named_but_not_shown(string key, string value)
    {
        var line = Assert.Single(Problems((key, value)));

        Assert.Contains(key, line, StringComparison.Ordinal);
        Assert.Contains("allowed:", line, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", line, StringComparison.Ordinal);
        Assert.DoesNotContain("bWFya2Vy", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_database_is_named() => Assert.Contains(
        "ConnectionStrings__secureauth",
        Assert.Single(Problems(("ConnectionStrings__secureauth", ""))),
        StringComparison.Ordinal);

    /// <summary>One that is missing may have been forgotten.</summary>
    [Fact]
    public void An_empty_connection_string_of_Redis_is_accepted() => Assert.Empty(Problems(("ConnectionStrings__redis", "")));

    [Theory]
    [InlineData("Email__Smtp__Host", "mail.example.com")]
    [InlineData("Email__PickupDirectory", "mails")]
    public void Verified_addresses_can_be_required_if_mails_can_be_sent(string key, string value) =>
        Assert.Empty(Problems(("Accounts__EmailVerification", "Required"), (key, value)));

    [Theory]
    [InlineData("Accounts__Registration", "Invitation")]
    [InlineData("Accounts__InvitingRoles__0", "inviter")]
    public void People_can_be_invited_if_mails_can_be_sent(string key, string value) =>
        Assert.Empty(Problems((key, value), ("Email__PickupDirectory", "mails")));

    [Theory]
    [InlineData("Accounts__SecondFactor", "Required")]
    [InlineData("Accounts__SecondFactor", "Roles:admin")]
    [InlineData("Accounts__SecondFactorRoles__0", "admin")]
    public void A_second_factor_can_only_be_demanded_if_one_can_be_set_up(string key, string value)
    {
        var line = Assert.Single(Problems((key, value), ("Features__Totp", "false"), ("Features__Passkeys", "false")));

        Assert.StartsWith($"{key} is '{value}'; allowed: ", line, StringComparison.Ordinal);
        Assert.Contains("because Features__Totp and Features__Passkeys are false", line, StringComparison.Ordinal);
        Assert.Empty(Problems((key, value), ("Features__Totp", "false")));
        Assert.Empty(Problems((key, value), ("Features__Passkeys", "false")));
        Assert.Empty(Problems(("Features__Totp", "false"), ("Features__Passkeys", "false")));
    }

    [Theory]
    [InlineData("auth@example.com")]
    [InlineData("Example <auth@example.com>")]
    [InlineData("\"Example & Co\" <auth@example.com>")]
    [InlineData("no-reply@localhost")]
    public void A_sender_is_one_mailbox(string from) => Assert.Empty(Problems(("Email__From", from)));

    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com/auth/")]
    [InlineData("https://app.example.com:8443/a/b")]
    public void A_link_base_is_an_address_with_or_without_a_path(string linkBase) =>
        Assert.Empty(Problems(("Email__LinkBase", linkBase), ("Email__LinkBases__0", linkBase)));

    [Fact]
    public void Mails_go_either_to_a_server_or_into_a_folder() =>
        AreNamed("Email__PickupDirectory", ["mails"], ("Email__Smtp__Host", "mail.example.com"));

    [Fact]
    public void Every_invalid_value_is_named() =>
        Assert.Equal(2, Problems(("Lockout__Duration", "00:00:00"), ("Passwords__MinimumLength", "0")).Count);

    [Fact]
    public void The_settings_that_these_tests_change_are_valid() => Assert.Empty(Problems());

    private static void AreNamed(string key, string[] values, params (string Key, string Value)[] others)
    {
        foreach (var value in values)
        {
            var line = Assert.Single(Problems([(key, value), .. others]));

            Assert.StartsWith(key + " ", line, StringComparison.Ordinal);
            Assert.Contains($"'{value}'", line, StringComparison.Ordinal);
            Assert.Matches("allowed: .+", line);
        }
    }

    /// <summary>What the process prints before it exits, if it is started with these settings.</summary>
    private static IReadOnlyList<string> Problems(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings__secureauth"] = "Host=127.0.0.1;Database=secureauth;Username=secureauth_api",
            ["ConnectionStrings__redis"] = "127.0.0.1:6379",
            ["Tokens__Issuer"] = "http://auth.test",
            ["Tokens__Audience"] = "tests",
            ["Accounts__EmailVerification"] = "Optional",
            ["Proxy__TrustedNetworks__0"] = "127.0.0.1/32",
            ["Passwords__Peppers__0"] = Secret,
            ["Keys__Master__0"] = Secret,
        };
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        try
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
            builder.WebHost.UseTestServer();
            builder.Configuration.AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
            builder.AddStores();
            builder.Services.AddSecureAuthCore();
            builder.AddSecureAuthApi();
            var app = builder.Build();
            using var host = (IDisposable)app;
            app.ValidateSettings();
            return [];
        }
        catch (Exception error) when (StartupFailure.Describe(error) is { Count: > 0 } problems)
        {
            return problems;
        }
    }
}
