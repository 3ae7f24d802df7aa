using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

public sealed class LockedRefusalTests(TestSystem system)
{
    [Fact]
    public async Task A_flood_of_guesses_at_a_locked_account_is_no_flood_of_rows()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var refused = 0;
        while (refused < 70)
        {
            var response = await user.Client.LoginAsync(user.Account.Email, NewUser.StrongPassword());
            refused += response.Code == "account_locked" ? 1 : 0;
        }

        var rows = await system.Database.AuditCountWhereAsync("user_id = $1 AND reason = 'locked'", user.Id);
        Assert.InRange(rows, 60, 61);

        // Other events of the account are recorded as before.
        await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.ReauthenticationRefused, user.Id));
    }
}
