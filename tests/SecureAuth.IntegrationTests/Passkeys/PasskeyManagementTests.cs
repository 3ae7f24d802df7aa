using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>Users add, name and remove passkeys, but never their last way in.</summary>
public sealed class PasskeyManagementTests(TestSystem system)
{
    private const int Maximum = 20;

    [Fact]
    public async Task A_passkey_is_added_listed_renamed_and_removed()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        using var authenticator = new Authenticator();

        var added = await user.Client.AddPasskeyAsync(user.AccessToken, authenticator);

        Assert.Equal(HttpStatusCode.Created, added.Status);
        JsonAssert.HasExactly(
            added.Json, "id", "name", "transports", "backup_eligible", "backed_up", "created_at", "last_used_at");
        JsonAssert.IsUuid7(added.Json.GetProperty("id"));
        JsonAssert.IsRecentUtc(added.Json.GetProperty("created_at"));
        Assert.Equal($"/api/v1/users/me/passkeys/{added["id"]}", added.Header("Location"));
        Assert.Equal("Laptop", added["name"]);
        Assert.Equal(
            ["internal", "hybrid"], added.Json.GetProperty("transports").EnumerateArray().Select(t => t.GetString()!));
        Assert.Equal(JsonValueKind.Null, added.Json.GetProperty("last_used_at").ValueKind);
        Assert.Equal(1, (await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("passkeys").GetInt32());

        var renamed = await user.Client.RenamePasskeyAsync(user.AccessToken, added["id"], "  Ada’s phone 🚋 ");
        Assert.Equal((HttpStatusCode.OK, "Ada’s phone 🚋"), (renamed.Status, renamed["name"]));
        var listed = Assert.Single(await ListAsync(user));
        Assert.Equal(renamed.Json.GetRawText(), listed.GetRawText());

        Assert.Equal(
            HttpStatusCode.NoContent, (await user.Client.RemovePasskeyAsync(user.AccessToken, added["id"])).Status);
        Assert.Empty(await ListAsync(user));
        Assert.Equal(0, (await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("passkeys").GetInt32());
        Assert.Equal(
            [AuditEvent.PasskeyAdded, AuditEvent.PasskeyRenamed, AuditEvent.PasskeyRemoved],
            (await system.Database.AuditOfUserAsync(user.Id)).Select(row => row.Event).TakeLast(3));
        var mail = await system.MailboxOf(user.Account.Email).WaitAsync(MailSubjects.PasskeysChanged);
        Assert.Contains("a passkey was added", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_options_name_the_user_and_exclude_what_is_registered()
    {
        using var user = await PasskeyUser.CreateAsync(system);

        var options = (await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken)).Json;

        JsonAssert.HasExactly(
            options, "rp", "user", "challenge", "pubKeyCredParams", "timeout", "excludeCredentials", "authenticatorSelection",
            "attestation", "challenge_token");
        Assert.Equal("auth.test", options.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal(user.User.Account.Email, options.GetProperty("user").GetProperty("name").GetString());
        Assert.Contains(options.GetProperty("pubKeyCredParams").EnumerateArray(), p => p.GetProperty("alg").GetInt32() == -7);
        var excluded = Assert.Single(options.GetProperty("excludeCredentials").EnumerateArray());
        Assert.Equal(Authenticator.Encode(user.Authenticator.CredentialId), excluded.GetProperty("id").GetString());
        var selection = options.GetProperty("authenticatorSelection");
        Assert.Equal("required", selection.GetProperty("residentKey").GetString());
        Assert.Equal("required", selection.GetProperty("userVerification").GetString());
        Assert.Equal("none", options.GetProperty("attestation").GetString());
    }

    [Fact]
    public async Task A_credential_is_registered_once()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var other = await SignedInUser.CreateAsync(system.NewClient());
        foreach (var session in new[] { user.User, other })
        {
            var response = await session.Client.AddPasskeyAsync(session.AccessToken, user.Authenticator);

            Problems.Is("conflict", response);
            Assert.DoesNotContain(user.Id.ToString(), response.Body, StringComparison.Ordinal);
            var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
            Assert.Equal((AuditEvent.PasskeyRefused, "already_registered"), (row.Event, row.Reason));
        }
    }

    [Fact]
    public async Task A_user_has_at_most_twenty_passkeys()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken);
        await AddRowsAsync(user.Id, Maximum - 1);
        using var authenticator = new Authenticator();

        var response = await user.Client.AddPasskeyAsync(
            user.User.AccessToken, options["challenge_token"], authenticator.Create(options.Json));

        Problems.Is("conflict", response);
        Assert.Equal("too_many_passkeys", Assert.Single(await system.Database.AuditOfRequestAsync(response)).Reason);
        Problems.Is("conflict", await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken));
    }

    [Fact]
    public async Task Every_change_needs_a_fresh_token_and_the_list_does_not()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken);
        using var authenticator = new Authenticator();
        var stale = await user.User.StaleAsync(system);

        foreach (var response in await ChangesAsync(stale, user.PasskeyId, options, authenticator))
        {
            Problems.Is("reauthentication_required", response);
        }

        Assert.Single(await ListAsync(stale));
    }

    [Fact]
    public async Task Every_change_needs_the_second_factor_of_a_user_who_has_one()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        using var user = await PasskeyUser.CreateAsync(await enrolled.SignInAsync());
        var options = await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken);
        using var authenticator = new Authenticator();

        // This session began before the second factor was enabled.
        foreach (var response in await ChangesAsync(enrolled.User, user.PasskeyId, options, authenticator))
        {
            Problems.Is("second_factor_required", response);
        }
    }

    [Fact]
    public async Task Nobody_changes_the_passkey_of_somebody_else()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        using var mallory = await PasskeyUser.CreateAsync(system);
        var token = mallory.User.AccessToken;

        Problems.Is("not_found", await mallory.Client.RenamePasskeyAsync(token, user.PasskeyId, "Mine"));
        Problems.Is("not_found", await mallory.Client.RemovePasskeyAsync(token, user.PasskeyId));
        Problems.Is("not_found", await mallory.Client.RemovePasskeyAsync(token, "not-an-id"));
        Assert.Equal("Laptop", Assert.Single(await ListAsync(user.User)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_token_there_is_no_passkey()
    {
        var client = system.NewClient();
        Problems.Is("invalid_token", await client.GetAsync("/api/v1/users/me/passkeys"));
        Problems.Is("invalid_token", await client.PostAsync("/api/v1/users/me/passkeys/options", null));
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("   ", "required")]
    [InlineData("two\nlines", "invalid_characters")]
    [InlineData(101, "too_long")]
    public async Task A_name_is_one_line_of_plain_text(object? name, string reason)
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var text = name is int length ? new string('x', length) : (string?)name;
        using var authenticator = new Authenticator();
        var options = await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken);

        var renamed = await user.Client.RenamePasskeyAsync(user.User.AccessToken, user.PasskeyId, text);
        var added = await user.Client.AddPasskeyAsync(
            user.User.AccessToken, options["challenge_token"], authenticator.Create(options.Json), text);

        Assert.All([renamed, added], response => Assert.Equal([reason], response.ErrorsOf("name")));
    }

    [Fact]
    public async Task The_last_way_in_cannot_be_removed()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await ForgetPasswordAsync(user);

        var response = await user.Client.RemovePasskeyAsync(user.User.AccessToken, user.PasskeyId);

        Problems.Is("conflict", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.PasskeyRefused, "last_way_in"), (row.Event, row.Reason));
        using var second = new Authenticator();
        Assert.Equal(
            HttpStatusCode.Created, (await user.Client.AddPasskeyAsync(user.User.AccessToken, second)).Status);
        Assert.Equal(
            HttpStatusCode.NoContent, (await user.Client.RemovePasskeyAsync(user.User.AccessToken, user.PasskeyId)).Status);
    }

    [Fact]
    public async Task An_account_without_a_password_answers_as_to_a_wrong_password()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await ForgetPasswordAsync(user);
        var account = user.User.Account;

        Problems.Is("invalid_credentials", await user.Client.LoginAsync(account));
        Problems.Is(
            "invalid_credentials", await user.Client.ReauthenticateAsync(user.User.AccessToken, password: account.Password));
        Problems.Is(
            "invalid_credentials",
            await user.Client.ChangePasswordAsync(user.User.AccessToken, account.Password, NewUser.StrongPassword()));
        await user.SignInAsync();
    }

    [Fact]
    public async Task A_session_that_ends_meanwhile_adds_no_passkey()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        using var authenticator = new Authenticator();
        var options = await user.Client.NewPasskeyOptionsAsync(user.AccessToken);
        var credential = authenticator.Create(options.Json);

        // The instance's copy of the revocations does not know of a row that was changed past the product.
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET expires_at = clock_timestamp() WHERE id = $1", user.SessionId);

        Problems.Is(
            "invalid_token", await user.Client.AddPasskeyAsync(user.AccessToken, options["challenge_token"], credential));
        Assert.Equal(
            0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM passkeys WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task Operators_see_and_remove_passkeys()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var email = user.User.Account.Email;
        var shown = await Cli.RunAsync(system.Settings, "users", "show", email, "--output", "json");
        Assert.Equal(1, shown.Json.GetProperty("second_factors").GetProperty("passkeys").GetInt32());

        var reset = await Cli.RunAsync(system.Settings, "users", "reset-2fa", email, "--yes", "--output", "json");

        Assert.True(reset.ExitCode == 0, reset.ToString());
        Assert.Equal(1, reset.Json.GetProperty("passkeys_removed").GetInt32());
        Problems.Is("invalid_credentials", await user.Client.PasskeyLoginAsync(user.Authenticator));
        await user.User.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.User.Account)).Status);
    }

    private static async Task<IReadOnlyList<Response>> ChangesAsync(
        SignedInUser user, string id, Response options, Authenticator authenticator)
    {
        var (client, token) = (user.Client, user.AccessToken);
        return
        [
            await client.NewPasskeyOptionsAsync(token),
            await client.AddPasskeyAsync(token, options["challenge_token"], authenticator.Create(options.Json)),
            await client.RenamePasskeyAsync(token, id, "Phone"),
            await client.RemovePasskeyAsync(token, id),
        ];
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(SignedInUser user) =>
        [.. (await user.Client.PasskeysAsync(user.AccessToken)).Json.GetProperty("passkeys").EnumerateArray()];

    private Task ForgetPasswordAsync(PasskeyUser user) =>
        system.Database.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE id = $1", user.Id);

    private Task AddRowsAsync(Guid userId, int count) => system.Database.ExecuteAsync(
        """
        INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, name, transports, backup_eligible, backed_up,
            created_at)
        SELECT gen_random_uuid(), $1, sha256(($1::text || n)::bytea), '', 0, 'Key', '{}', false, false, now()
        FROM generate_series(1, $2) n
        """,
        userId,
        count);
}
