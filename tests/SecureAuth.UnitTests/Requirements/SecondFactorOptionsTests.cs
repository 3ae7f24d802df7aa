using Microsoft.Extensions.Options;
using SecureAuth.Core.Features;
using SecureAuth.Core.Requirements;

namespace SecureAuth.UnitTests.Requirements;

public sealed class SecondFactorOptionsTests
{
    [Theory]
    [InlineData("Optional", false)]
    [InlineData("optional", false)]
    [InlineData("Required", true)]
    [InlineData("required", true)]
    [InlineData("Roles:admin", false)]
    public void The_value_says_whether_everybody_must_have_a_second_factor(string value, bool expected)
    {
        var options = new SecondFactorOptions { SecondFactor = value };

        Assert.True(IsValid(options));
        Assert.Equal(expected, options.DemandsOfEverybody());
    }

    [Theory]
    [InlineData("Roles:admin", "admin")]
    [InlineData("roles:admin,auditor", "admin", "auditor")]
    [InlineData("Roles: admin , auditor ", "admin", "auditor")]
    [InlineData("Roles:required", "required")]
    [InlineData("Required")]
    public void The_value_may_name_roles(string value, params string[] expected)
    {
        var options = new SecondFactorOptions { SecondFactor = value };

        Assert.True(IsValid(options));
        Assert.Equal(expected, options.DemandingRoles());
    }

    [Fact]
    public void Both_keys_add_up()
    {
        var options = new SecondFactorOptions { SecondFactor = "Roles:admin" };
        options.SecondFactorRoles.Add("a,b");

        Assert.True(IsValid(options));
        Assert.Equal(["admin", "a,b"], options.DemandingRoles());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Maybe")]
    [InlineData("admin")]
    [InlineData("Roles")]
    [InlineData("Roles:")]
    [InlineData("Roles:admin,")]
    [InlineData("Roles:a role whose name has more than the sixty-four characters of a name")]
    public void Anything_else_is_refused(string value) =>
        Assert.False(IsValid(new SecondFactorOptions { SecondFactor = value }));

    private static bool IsValid(SecondFactorOptions options) =>
        new SecondFactorOptions.Validator(Options.Create(new FeatureOptions())).Validate(null, options).Succeeded;
}
