using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Configuration;

/// <summary>The local runner lists the sections itself, because it does not reference the code that binds them.</summary>
public sealed partial class InheritedSettingsTests
{
    [Fact]
    public void Operators_get_every_section_but_the_accounts_for_developers()
    {
        var services = new ServiceCollection().AddSecureAuthCore().AddRateLimitOptions().AddApiSettings(_ => true);
        var bound = services.Select(service => service.ImplementationInstance).OfType<BoundSection>()
            .Select(section => section.Name.Split(':')[0]).Distinct().Except([SeedOptions.Section]);
        var code = File.ReadAllText(Path.Combine(SourceTree.Root, "SecureAuth.AppHost/Local/InheritedSettings.cs"));

        var inherited = Text().Matches(List().Match(code).Value).Select(match => match.Groups["text"].Value);

        Assert.Equal(bound.Order(StringComparer.Ordinal), inherited.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Sections =\s*\[[^\]]*\]")]
    private static partial Regex List();

    [GeneratedRegex("\"(?<text>\\w+)\"")]
    private static partial Regex Text();
}
