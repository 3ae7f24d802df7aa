using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

public sealed class FirstAdministratorTests(TestSystem system)
{
    public const string Heading = "The first administrator";

    [Fact]
    public async Task The_first_administrator_gets_a_session_only_with_a_second_factor()
    {
        await using var installation = await Installation.CreateAsync(system, ("Accounts__SecondFactorRoles__0", "admin"));

        await installation.FollowAsync(Heading);

        Assert.Equal(
            "mfa",
            await installation.Database.ScalarAsync<string>(
                "SELECT m FROM sessions, unnest(authentication_methods) m WHERE m = 'mfa'"));
        Assert.False(File.Exists(installation.Shell.PathOf("password.txt")));
    }
}
