using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Configuration;

public sealed partial class UnknownSettingsTests
{
    [Theory]
    [InlineData("Accounts:Regstration", "Accounts__Regstration (did you mean Accounts__Registration?)")]
    [InlineData("Passwords:Breaches:RangeUri", "Passwords__Breaches__RangeUri (did you mean Passwords__Breaches__RangeUrl?)")]
    [InlineData("RateLimits:Login:Permit", "RateLimits__Login__Permit (did you mean RateLimits__Login__Permits?)")]
    [InlineData("OAuth:Clients:0:Secret", "OAuth__Clients__0__Secret (did you mean OAuth__Clients__0__SecretSha256?)")]
    [InlineData("Acounts:Registration", "Acounts__Registration (did you mean Accounts__Registration?)")]
    [InlineData("Account:Registration", "Account__Registration (did you mean Accounts__Registration?)")]
    [InlineData("Cor:Origins:0", "Cor__Origins (did you mean Cors__Origins?)")]
    [InlineData("Email:Xyz", "Email__Xyz")]
    [InlineData("Email:CanSend", "Email__CanSend")]
    [InlineData("Lockout:Duration:0", "Lockout__Duration__0")]
    [InlineData("Lockout:Duration:File", "Lockout__Duration__File")]
    [InlineData("Cors:Origins", "Cors__Origins (a list, whose first element is Cors__Origins__0)")]
    [InlineData("Keys:Signing", "Keys__Signing (it has no value of its own, but RotationInterval, AnnounceBefore)")]
    public void A_setting_without_effect_is_named_with_what_may_have_been_meant(string key, string problem) =>
        Assert.Equal([problem], Find(key));

    [Theory]
    [InlineData("accounts:REGISTRATION")]
    [InlineData("Keys:Master:0:File")]
    [InlineData("Passwords:Peppers:1:File")]
    [InlineData("Email:Smtp:Password:File")]
    [InlineData("ConnectionStrings:orders")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Orders:Registration")]
    [InlineData("Auth:ClientSecret")]
    [InlineData("Acounts")]
    [InlineData("EMAIL")]
    public void What_belongs_to_others_is_not_mentioned(string key) => Assert.Empty(Find(key));

    [Fact]
    public void No_documented_setting_is_mentioned()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/reference/configuration.md"));
        var keys = DocumentedKey().Matches(page).Select(match => match.Groups["key"].Value).ToArray();

        Assert.True(keys.Length > 100, $"{keys.Length} keys are documented.");
        Assert.Empty(Find([.. keys.Select(key => key.Replace("__", ":", StringComparison.Ordinal))]));
    }

    private static IReadOnlyList<string> Find(params string[] keys)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(keys.Distinct().Select(key => KeyValuePair.Create<string, string?>(key, "marker-7f3a")))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSecureAuthCore()
            .AddRateLimitOptions()
            .AddApiSettings(_ => true)
            .BuildServiceProvider();
        return services.GetRequiredService<UnknownSettings>().Find();
    }

    [GeneratedRegex(@"^\| `(?<key>[A-Z]\w*__\w+)`", RegexOptions.Multiline)]
    private static partial Regex DocumentedKey();
}
