using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

public sealed class DefaultAccountTests(TestSystem system)
{
    [Fact]
    public async Task A_new_installation_has_no_account_and_no_role()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();

        Assert.Equal(0, await own.Database.ScalarAsync<long>("SELECT count(*) FROM users"));
        Assert.Equal(0, await own.Database.ScalarAsync<long>("SELECT count(*) FROM roles"));
    }

    [Theory]
    [InlineData("admin@localhost.localdomain", "admin")]
    [InlineData("admin@example.com", "secureauth")]
    [InlineData("root@example.com", "root")]
    [InlineData("sa@example.com", "")]
    public async Task No_usual_name_and_password_signs_in(string email, string password) =>
        Assert.NotEqual(HttpStatusCode.OK, (await system.NewClient().LoginAsync(email, password)).Status);
}
