using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class SeedOptionsTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Testing", false)]
    [InlineData("Staging", false)]
    [InlineData("Production", false)]
    public void Accounts_are_allowed_in_Development_only(string environment, bool expected)
    {
        Assert.Equal(expected, Problems(Ann(), environment).Count == 0);
        Assert.Empty(Problems(new SeedOptions(), environment));
    }

    [Fact]
    public void Every_member_is_checked_and_no_password_is_shown()
    {
        var options = Ann();
        options.Users.Add(new SeedOptions.Account
        {
            Email = "bea",
            Password = "",
            DisplayName = "\n",
            Username = "7b",
            Roles = { "two words" },
        });
        options.Users.Add(new SeedOptions.Account { Email = "cid@example.com", Password = "marker-7f3a\ud800" });

        var problems = Problems(options, Environments.Development);

        Assert.Equal(
            [
                "Seed__Users__1__DisplayName", "Seed__Users__1__Email", "Seed__Users__1__Password", "Seed__Users__1__Roles__0",
                "Seed__Users__1__Username",
                "Seed__Users__2__Password",
            ],
            problems.Select(problem => problem.Split(' ')[0]).Order());
        Assert.All(problems, problem => Assert.DoesNotContain("marker", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_at_most_a_hundred_accounts()
    {
        var options = new SeedOptions();
        for (var i = 0; i <= 100; i++)
        {
            options.Users.Add(
                new SeedOptions.Account { Email = $"user{i}@example.com", Password = "a wardrobe full of herrings" });
        }

        Assert.StartsWith("Seed__Users ", Assert.Single(Problems(options, Environments.Development)), StringComparison.Ordinal);
    }

    private static SeedOptions Ann()
    {
        var options = new SeedOptions();
        options.Users.Add(new SeedOptions.Account
        {
            Email = "ann@example.com",
            Password = "violet tram over the harbour",
            DisplayName = "Ann",
            Roles = { "admin" },
        });
        return options;
    }

    private static List<string> Problems(SeedOptions options, string environment)
    {
        var validator = new SeedOptions.Validator(new HostingEnvironment { EnvironmentName = environment });
        return [.. validator.Validate(null, options).Failures ?? []];
    }
}
