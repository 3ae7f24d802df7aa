using System.Net;
using System.Net.Http.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Usernames;

/// <summary>Guesses by the username and by the e-mail address are guesses at one account.</summary>
[Collection(nameof(CustomApis))]
public sealed class UsernameLockoutTests(TestSystem system, CustomApis custom)
{
    private const string Wrong = "not the password";

    private readonly TestClient _client = custom.NewClient();

    [Fact]
    public async Task Guesses_by_either_name_count_together()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);
        for (var guess = 0; guess < 5; guess++)
        {
            Problems.Is("invalid_credentials", guess % 2 == 0
                ? await _client.LoginByNameAsync(name, Wrong)
                : await _client.LoginAsync(user.Account.Email, Wrong));
        }

        Problems.Is("account_locked", await _client.LoginByNameAsync(name, user.Account.Password));
        Problems.Is("account_locked", await _client.LoginAsync(user.Account));
        Assert.Equal(1L, await system.Database.AuditCountOfUserAsync(AuditEvent.AccountLocked, user.Id));
    }

    [Fact]
    public async Task Of_fifty_parallel_guesses_by_either_name_five_are_checked()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);

        var responses = await custom.RaceAsync(_client, (client, i) => i / 2 % 2 == 0
            ? client.LoginByNameAsync(name, $"{Wrong} {i}")
            : client.LoginAsync(user.Account.Email, $"{Wrong} {i}"));

        Assert.Equal(5, responses.Count(response => response.Code == "invalid_credentials"));
        Assert.All(
            responses.Where(response => response.Code != "invalid_credentials"),
            response => Assert.Contains(response.Code, new[] { "account_locked", "server_busy" }));
        Assert.Equal(1L, await system.Database.AuditCountOfUserAsync(AuditEvent.AccountLocked, user.Id));
    }

    [Fact]
    public async Task A_success_by_one_name_clears_the_failures_by_the_other()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);
        for (var round = 0; round < 2; round++)
        {
            for (var guess = 0; guess < 4; guess++)
            {
                Problems.Is("invalid_credentials", await _client.LoginAsync(user.Account.Email, Wrong));
            }

            Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(name, user.Account.Password)).Status);
        }
    }

    [Fact]
    public async Task An_unknown_name_is_refused_and_locked_like_a_known_one_byte_for_byte()
    {
        var (known, unknown) = (NewUser.Username(), NewUser.Username());
        await _client.CreateAsync(username: known);

        for (var guess = 1; guess <= 7; guess++)
        {
            var one = await GuessAsync(known);
            var other = await GuessAsync(unknown);

            Problems.Is(guess <= 5 ? "invalid_credentials" : "account_locked", one);
            Assert.Equal(one.Body, other.Body);
            Assert.Equal(one.Header("Retry-After") is null, other.Header("Retry-After") is null);
        }
    }

    [Fact]
    public async Task A_name_that_was_locked_before_anybody_had_it_is_not_locked_for_its_owner()
    {
        var name = NewUser.Username();
        for (var guess = 0; guess < 6; guess++)
        {
            await GuessAsync(name);
        }

        var user = await _client.CreateAsync(username: name);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(name, user.Account.Password)).Status);
    }

    [Fact]
    public async Task A_known_device_signs_in_by_either_name_while_strangers_are_locked_out()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);
        var device = (await _client.LoginAsync(user.Account))["device_token"];
        for (var guess = 0; guess < 5; guess++)
        {
            await GuessAsync(name);
        }

        Problems.Is("account_locked", await _client.LoginByNameAsync(name, user.Account.Password));
        var signedIn = await _client.PostAsync(
            "/api/v1/auth/login", new { username = name, password = user.Account.Password, device_token = device });
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
    }

    /// <summary>Uses one request id, so that no member may differ.</summary>
    private Task<Response> GuessAsync(string username)
    {
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/login");
        request.Headers.Add("X-Request-Id", "the-same-for-both");
        request.Content = JsonContent.Create(new { username, password = Wrong });
        return _client.SendAsync(request);
    }
}
