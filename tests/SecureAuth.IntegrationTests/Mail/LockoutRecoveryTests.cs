using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>What the mailbox of an account ends: a lock by wrong passwords, and not the limit of wrong codes.</summary>
[Collection(nameof(VerifyingApi))]
public sealed class LockoutRecoveryTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_reset_does_not_clear_wrong_codes()
    {
        var user = await VerifiedAsync();
        for (var i = 0; i < 4; i++)
        {
            Problems.Is("invalid_code", await GuessCodeAsync(user));
        }

        user = await ResetAsync(user);

        Assert.Equal(4, await verifying.Database.UnclearedGuessesAsync(user.Id));
        Problems.Is("invalid_code", await GuessCodeAsync(user));
        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task A_reset_does_not_end_a_lock_that_wrong_codes_caused()
    {
        var user = await VerifiedAsync();
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_code", await GuessCodeAsync(user));
        }

        user = await ResetAsync(user);

        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task A_reset_does_not_end_the_lock_after_a_hundred_wrong_codes()
    {
        var user = await VerifiedAsync();
        Problems.Is("invalid_code", await GuessCodeAsync(user));
        await MoveAsync("consecutive_second_factor_failures = 99", user.Id);
        Problems.Is("invalid_code", await GuessCodeAsync(user));
        Problems.IsLockedForGood(await user.Client.LoginAsync(user.User.Account));

        user = await ResetAsync(user);

        Problems.IsLockedForGood(await user.Client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task A_reset_ends_the_lock_after_a_hundred_wrong_passwords()
    {
        var user = await VerifiedAsync();
        var account = user.User.Account;
        Problems.Is("invalid_code", await GuessCodeAsync(user));
        await MoveAsync("consecutive_failures = 99", user.Id);
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(account.Email, NewUser.StrongPassword()));
        Problems.IsLockedForGood(await user.Client.LoginAsync(account));

        user = await ResetAsync(user);

        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.User.Account)).Status);
        Assert.Equal(
            1,
            await verifying.Database.ScalarAsync<int>(
                "SELECT consecutive_second_factor_failures FROM account_attempts WHERE user_id = $1", user.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registration_does_not_end_the_lock_of_its_address_and_the_mail_does(bool byReset)
    {
        var user = NewUser.Create();
        await LockAsync(user.Email);

        Assert.Equal(HttpStatusCode.Accepted, (await _client.RegisterAsync(user)).Status);

        // A lock that a registration ended would tell that the address was free.
        Problems.Is("account_locked", await _client.LoginAsync(user));
        if (byReset)
        {
            user = user with { Password = NewUser.StrongPassword() };
            await _client.ResetAsync(await verifying.ResetTokenAsync(_client, user), user.Password);
        }
        else
        {
            await _client.VerifyEmailAsync((await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify)).Token);
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task An_operator_finds_the_lock_that_a_new_account_has_taken_over()
    {
        var user = NewUser.Create();
        await LockAsync(user.Email);
        await _client.RegisterAsync(user);

        await Cli.SucceedAsync(verifying.System.Settings.ForOperators(), "users", "unlock", user.Email, "--yes");

        Problems.Is("email_not_verified", await _client.LoginAsync(user));
    }

    private async Task LockAsync(string email)
    {
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_credentials", await _client.LoginAsync(email, NewUser.StrongPassword()));
        }

        Problems.Is("account_locked", await _client.LoginAsync(email, NewUser.StrongPassword()));
    }

    private async Task<EnrolledUser> VerifiedAsync()
    {
        var user = await EnrolledUser.CreateAsync(verifying.System);
        var mail = await verifying.MailboxOf(user.User.Account).WaitAsync(MailSubjects.Verify);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.VerifyEmailAsync(mail.Token)).Status);
        return user;
    }

    /// <summary>The same user with the password that was set with the mail.</summary>
    private async Task<EnrolledUser> ResetAsync(EnrolledUser user)
    {
        var account = user.User.Account with { Password = NewUser.StrongPassword() };
        var token = await verifying.ResetTokenAsync(_client, account);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(token, account.Password)).Status);
        return user with { User = user.User with { Account = account } };
    }

    private static async Task<Response> GuessCodeAsync(EnrolledUser user) =>
        await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.WrongCode());

    private Task MoveAsync(string change, Guid userId) =>
        verifying.Database.ExecuteAsync($"UPDATE account_attempts SET {change} WHERE user_id = $1", userId);
}
