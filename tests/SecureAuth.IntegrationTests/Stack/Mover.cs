using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A signed-in user who changes the e-mail address of the account.</summary>
/// <param name="System">The system that sends the mails.</param>
/// <param name="User">The user. The account has the address that it was registered with.</param>
internal sealed record Mover(TestSystem System, SignedInUser User)
{
    public TestClient Client => User.Client;

    public Guid Id => User.Id;

    /// <summary>The address that the account was registered with.</summary>
    public string First => User.Account.Email;

    public static async Task<Mover> CreateAsync(TestSystem system) =>
        new(system, await SignedInUser.CreateAsync(system.NewClient()));

    public Task<string> AddressAsync() => System.Database.ScalarAsync<string>("SELECT email FROM users WHERE id = $1", Id)!;

    /// <summary>The token that the new address gets.</summary>
    public async Task<string> RequestAsync(string newEmail, int number = 1)
    {
        var requested = await Client.ChangeEmailAsync(User.AccessToken, newEmail);
        Assert.True(requested.Status == HttpStatusCode.Accepted, requested.ToString());
        return (await System.MailboxOf(newEmail).WaitAsync(MailSubjects.VerifyNew, number)).Token!;
    }

    /// <summary>Changes the address.</summary>
    /// <returns>The token with which the former address can be put back.</returns>
    public async Task<string> MoveAsync(string newEmail)
    {
        var former = await AddressAsync();
        var changes = System.MailboxOf(former).Named(MailSubjects.EmailChanged).Count;
        var verified = await Client.VerifyEmailAsync(await RequestAsync(newEmail));
        Assert.True(verified.Status == HttpStatusCode.NoContent, verified.ToString());
        return (await System.MailboxOf(former).WaitAsync(MailSubjects.EmailChanged, changes + 1)).Token!;
    }

    /// <summary>Moves the time of the last change back, as if it had happened this long ago.</summary>
    public Task AgeAsync(string interval) => System.Database.ExecuteAsync(
        $"""
        UPDATE one_time_tokens
        SET created_at = created_at - interval '{interval}', expires_at = expires_at - interval '{interval}'
        WHERE user_id = $1
        """,
        Id);
}
