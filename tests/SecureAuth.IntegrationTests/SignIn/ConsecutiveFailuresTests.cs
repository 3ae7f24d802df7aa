using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

/// <summary>A hundred failures in a row lock the password until something other than time unlocks it.</summary>
public sealed class ConsecutiveFailuresTests(IsolatedApi isolated) : IClassFixture<IsolatedApi>
{
    private readonly TestClient _client = isolated.NewClient();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_hundred_failures_in_a_row_no_time_unlocks_the_account(bool accountExists)
    {
        var user = accountExists ? await NewUser.RegisterAsync(_client) : NewUser.Create();
        await GuessAsync(user, 100);
        await LetLocksPassAsync();

        Problems.IsLockedForGood(await _client.LoginAsync(user));
    }

    [Fact]
    public async Task The_last_failure_is_audited_and_reported_to_the_owner_once()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user.Account, 100);
        await LetLocksPassAsync();
        Problems.IsLockedForGood(await _client.LoginAsync(user.Account));

        Assert.Equal(
            1,
            await isolated.Database.ScalarAsync<long>(
                "SELECT count(*) FROM audit_events WHERE user_id = $1 AND event = $2 AND reason = 'consecutive_failures'",
                user.Id, AuditEvent.AccountLocked));
        Assert.Equal(
            1,
            await isolated.Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox WHERE user_id = $1 AND kind = $2", user.Id, MailKind.PasswordLocked));
    }

    [Fact]
    public async Task A_success_begins_a_new_row()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 95);
        await LetLocksPassAsync();
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);

        await GuessAsync(user, 5);
        await LetLocksPassAsync();

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task A_correct_password_does_not_begin_a_new_row_of_codes()
    {
        var user = await EnrolledUser.CreateAsync(isolated.Database, _client);
        for (var i = 0; i < 100; i++)
        {
            await LetLocksPassAsync();
            await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.WrongCode());
        }

        await LetLocksPassAsync();

        Problems.IsLockedForGood(await _client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task A_passkey_signs_in_and_unlocks_the_password()
    {
        using var user = await PasskeyUser.CreateAsync(await SignedInUser.CreateAsync(_client));
        await GuessAsync(user.User.Account, 100);

        await user.SignInAsync();
        await LetLocksPassAsync();

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.User.Account)).Status);
    }

    [Fact]
    public async Task An_operator_sees_and_ends_the_lock()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user.Account, 100);
        await LetLocksPassAsync();

        var shown = await Cli.RunAsync(isolated.Own.Settings, "users", "show", user.Account.Email);
        Assert.Contains("a reset", shown.Output, StringComparison.Ordinal);
        var listed = await Cli.RunAsync(isolated.Own.Settings, "users", "list", "--locked", "--wide");
        Assert.Contains(user.Account.Email, listed.Output, StringComparison.Ordinal);
        Assert.Contains("a reset", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync(isolated.Own.Settings, "users", "unlock", user.Account.Email, "--yes")).ExitCode);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
    }

    [Fact]
    public async Task A_new_password_ends_the_lock()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user.Account, 100);
        var chosen = NewUser.StrongPassword();

        string[] command = ["users", "set-password", user.Account.Email, "--password-stdin", "--yes"];
        var set = await Cli.RunAsync(isolated.Own.Settings.ForOperators(), chosen, command);

        Assert.Equal(0, set.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account.Email, chosen)).Status);
    }

    [Fact]
    public async Task The_export_says_that_time_does_not_end_the_lock()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user.Account, 100);

        var export = await _client.GetAsync("/api/v1/users/me/export", user.AccessToken);

        Assert.StartsWith(
            "9999-12-31", export.Json.GetProperty("lockout").GetProperty("locked_until").GetString(), StringComparison.Ordinal);
    }

    private async Task GuessAsync(NewUser user, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            if (guess % 5 == 0)
            {
                await LetLocksPassAsync();
            }

            Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, NewUser.StrongPassword()));
        }
    }

    private Task LetLocksPassAsync() => isolated.Database.ExecuteAsync(
        """
        UPDATE account_attempts SET locked_until = clock_timestamp() - interval '1 second' WHERE isfinite(locked_until)
        """);
}
