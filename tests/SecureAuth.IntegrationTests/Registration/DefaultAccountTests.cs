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
}
