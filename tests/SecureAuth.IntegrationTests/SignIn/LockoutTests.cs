using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

/// <summary>Five failures lock for fifteen minutes. PostgreSQL's clock counts, so the tests move the times of the row.</summary>
public sealed class LockoutTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_correct_one()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);

        var locked = await _client.LoginAsync(user);

        Problems.Is("account_locked", locked);
        Assert.InRange(locked.RetryAfter!.Value, 840, 900);
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not_lock_the_account()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 4);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task A_lock_applies_to_every_client_on_every_replica()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);

        var replica = await system.ReplicaAsync();

        Problems.Is("account_locked", await new TestClient(replica).LoginAsync(user));
    }

    [Fact]
    public async Task An_unknown_email_is_locked_like_an_account()
    {
        var stranger = NewUser.Create();
        await GuessAsync(stranger, 5);

        var locked = await _client.LoginAsync(stranger);

        Problems.Is("account_locked", locked);
        Assert.InRange(locked.RetryAfter!.Value, 840, 900);
    }

    [Fact]
    public async Task Changing_the_case_of_the_email_grants_no_further_guesses()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 3);
        await GuessAsync(user with { Email = user.Email.ToUpperInvariant() }, 2);

        Problems.Is("account_locked", await _client.LoginAsync(user));
    }

    [Fact]
    public async Task After_the_lock_the_correct_password_works_again()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);
        Problems.Is("account_locked", await _client.LoginAsync(user));

        await LetTheLockPassAsync(user);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task After_the_lock_there_are_exactly_five_guesses_again()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);
        await LetTheLockPassAsync(user);

        await GuessAsync(user, 5);

        Problems.Is("account_locked", await _client.LoginAsync(user));
    }

    [Fact]
    public async Task Guesses_during_a_lock_do_not_extend_it()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);
        const string Until = "SELECT locked_until FROM account_attempts JOIN users ON users.id = user_id WHERE email = $1";
        var before = await system.Database.ScalarAsync<DateTime>(Until, user.Email);

        for (var guess = 0; guess < 3; guess++)
        {
            Problems.Is("account_locked", await _client.LoginAsync(user.Email, "not the password"));
        }

        Assert.NotEqual(default, before);
        Assert.Equal(before, await system.Database.ScalarAsync<DateTime>(Until, user.Email));
    }

    [Fact]
    public async Task A_success_resets_the_failure_count()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 4);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        await GuessAsync(user, 4);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task A_lock_ends_no_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user.Account, 5);

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(user.RefreshToken)).Status);
    }

    [Fact]
    public async Task Nobody_can_lock_an_email_before_its_owner_registers()
    {
        var user = NewUser.Create();
        await GuessAsync(user, 5);
        Problems.Is("account_locked", await _client.LoginAsync(user));

        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(user)).Status);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task Registering_a_taken_email_does_not_unlock_its_account()
    {
        var user = await NewUser.RegisterAsync(_client);
        await GuessAsync(user, 5);

        Problems.Is("email_taken", await _client.RegisterAsync(user));

        Problems.Is("account_locked", await _client.LoginAsync(user));
    }

    [Fact]
    public async Task A_malformed_request_does_not_count_as_a_guess()
    {
        var user = await NewUser.RegisterAsync(_client);
        for (var request = 0; request < 6; request++)
        {
            Problems.Is("invalid_request", await _client.LoginAsync(user.Email, ""));
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    private async Task GuessAsync(NewUser user, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, NewUser.StrongPassword()));
        }
    }

    private async Task LetTheLockPassAsync(NewUser user) => Assert.Equal(1, await system.Database.ExecuteAsync(
        """
        UPDATE account_attempts SET locked_until = clock_timestamp() - interval '1 second'
        WHERE user_id = (SELECT id FROM users WHERE email = $1)
        """,
        user.Email));
}
