using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.Configuration;

public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData(
        "Accounts:Regstration", "Accounts__Regstration is no setting; did you mean Accounts__Registration?")]
    [InlineData(
        "Passwords:Breaches:RangeUri",
        "Passwords__Breaches__RangeUri is no setting; did you mean Passwords__Breaches__RangeUrl?")]
    [InlineData(
        "RateLimits:Login:Permit", "RateLimits__Login__Permit is no setting; did you mean RateLimits__Login__Permits?")]
    [InlineData(
        "OAuth:Clients:0:Secret", "OAuth__Clients__0__Secret is no setting; did you mean OAuth__Clients__0__SecretSha256?")]
    [InlineData("Email:Xyz", "Email__Xyz is no setting")]
    [InlineData("Email:CanSend", "Email__CanSend is no setting")]
    [InlineData("Lockout:Duration:0", "Lockout__Duration__0 is no setting")]
    [InlineData("Lockout:Duration:File", "Lockout__Duration__File is no setting")]
    [InlineData("Cors:Origins", "Cors__Origins is a list; its first element is Cors__Origins__0")]
    [InlineData("Keys:Signing", "Keys__Signing has no value of its own; its settings are RotationInterval, AnnounceBefore")]
    [InlineData("Acounts:Registration", "Acounts is no section of the settings; did you mean Accounts?")]
    public void A_setting_without_effect_is_named_with_what_may_have_been_meant(string key, string problem) =>
        Assert.Equal([problem], Find(key));

    [Theory]
    [InlineData("accounts:REGISTRATION")]
    [InlineData("Accounts:Fields:0:Name")]
    [InlineData("Accounts:SecondFactorRoles:0")]
    [InlineData("Seed:Users:0:Fields:0:Value")]
    [InlineData("Keys:Master:0")]
    [InlineData("Keys:Master:0:File")]
    [InlineData("Passwords:Peppers:1:File")]
    [InlineData("Email:Smtp:Password:File")]
    [InlineData("ConnectionStrings:orders")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Orders:Registration")]
    [InlineData("Acounts")]
    public void Settings_and_what_belongs_to_others_are_not_mentioned(string key) => Assert.Empty(Find(key));

    private static IReadOnlyList<string> Find(string key)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(key, "marker-7f3a")])
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSecureAuthCore()
            .AddRateLimitOptions()
            .AddApiSettings(_ => true)
            .BuildServiceProvider();
        return services.GetRequiredService<UnknownSettings>().Find();
    }
}
