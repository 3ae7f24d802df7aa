using System.Text.Json;
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
        await Eventually.IsTrueAsync(() => Logged(user).Count() == refused - rows, "the other refusals are in the log");

        // Other events of the account are recorded as before.
        await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.ReauthenticationRefused, user.Id));
    }

    private IEnumerable<JsonElement> Logged(SignedInUser user) => system.Api.Log.Records.Where(
        record => record.GetProperty("Category").GetString() == "SecureAuth.Api.Credentials.ReservedAttempts"
            && record.GetProperty("State").GetProperty("UserId").GetString() == user.Id.ToString()
            && record.GetProperty("State").GetProperty("ClientAddress").GetString() == user.Client.Address);
}
