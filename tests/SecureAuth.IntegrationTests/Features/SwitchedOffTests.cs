using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Features;

/// <summary>Three instances where features are off, beside the shared one, where they are on.</summary>
public sealed class SwitchedOffApis(TestSystem system) : IAsyncLifetime
{
    private RunningApi[] _instances = [];

    internal TestSystem System => system;

    /// <summary>Nothing but authenticator apps: no registration either.</summary>
    internal TestClient Closed => new(_instances[0]);

    /// <summary>No authenticator apps.</summary>
    internal TestClient WithoutTotp => new(_instances[1]);

    /// <summary>A second factor is required, and passkeys are off.</summary>
    internal TestClient WithoutPasskeys => new(_instances[2]);

    public async ValueTask InitializeAsync() => _instances = await Task.WhenAll(
        system.StartApiAsync(
            ("Accounts__Registration", "Closed"), ("Features__Passkeys", "false"), ("Features__Deletion", "false"),
            ("Features__Export", "false"), ("Account__Page", "true")),
        system.StartApiAsync(("Features__Totp", "false"), ("Account__Page", "true"), ("Accounts__SecondFactor", "Required")),
        system.StartApiAsync(("Features__Passkeys", "false"), ("Accounts__SecondFactor", "Required")));

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
            Assert.Empty(instance.Log.Errors);
        }
    }
}

/// <summary>What is switched off does not exist, and what protects an account goes on protecting it.</summary>
public sealed class SwitchedOffTests(SwitchedOffApis off) : IClassFixture<SwitchedOffApis>
{
    private const string AnyId = "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e";

    [Theory]
    [InlineData("POST", "/api/v1/auth/register")]
    [InlineData("POST", "/api/v1/invitations")]
    [InlineData("POST", "/api/v1/auth/passkeys")]
    [InlineData("POST", "/api/v1/auth/passkeys/options")]
    [InlineData("GET", "/api/v1/users/me/passkeys")]
    [InlineData("POST", "/api/v1/users/me/passkeys")]
    [InlineData("POST", "/api/v1/users/me/passkeys/options")]
    [InlineData("PATCH", "/api/v1/users/me/passkeys/{id}")]
    [InlineData("DELETE", "/api/v1/users/me/passkeys/{id}")]
    [InlineData("DELETE", "/api/v1/users/me/password")]
    [InlineData("GET", "/.well-known/webauthn")]
    [InlineData("DELETE", "/api/v1/users/me")]
    [InlineData("GET", "/api/v1/users/me/export")]
    public async Task What_is_off_is_not_found_and_not_documented(string method, string path)
    {
        var user = await SignedInUser.CreateAsync(off.System.NewClient());
        await IsOffAsync(off.Closed, method, path, user.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
    }

    [Theory]
    [InlineData("POST", "/api/v1/users/me/2fa/setup")]
    [InlineData("POST", "/api/v1/users/me/2fa/verify")]
    public async Task Without_Totp_only_the_set_up_is_missing(string method, string path)
    {
        var user = await SignedInUser.CreateAsync(off.System.NewClient());
        await IsOffAsync(off.WithoutTotp, method, path, user.AccessToken);
    }

    /// <summary>What is on is there, and the other switches have not touched it.</summary>
    [Fact]
    public async Task A_switch_removes_only_its_own_operations()
    {
        Assert.Contains("post /api/v1/users/me/2fa/setup", await OperationsAsync(off.Closed));
        Assert.Contains("post /api/v1/users/me/2fa/disable", await OperationsAsync(off.WithoutTotp));
        Assert.Contains("post /api/v1/users/me/2fa/recovery-codes", await OperationsAsync(off.WithoutTotp));
        Assert.Contains("post /api/v1/auth/passkeys", await OperationsAsync(off.WithoutTotp));
        Assert.Contains("delete /api/v1/users/me", await OperationsAsync(off.WithoutTotp));
        Assert.Contains("post /api/v1/users/me/password", await OperationsAsync(off.Closed));

        var document = (await off.Closed.GetAsync("/api/v1/openapi.json")).Json;
        Assert.DoesNotContain(
            "Passkeys", document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Without_passkeys_the_second_step_of_a_sign_in_takes_none()
    {
        const string Path = "/api/v1/auth/login/2fa";
        var document = (await off.WithoutPasskeys.GetAsync("/api/v1/openapi.json")).Json;
        var operation = document.GetProperty("paths").GetProperty(Path).GetProperty("post");
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("SecondFactorLoginRequest");

        foreach (var part in new[] { operation.GetProperty("description"), operation.GetProperty("requestBody"), schema })
        {
            Assert.DoesNotContain("passkey", part.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.False(schema.GetProperty("properties").TryGetProperty("credential", out _));
        foreach (var request in new object[] { new { challenge_token = "x" }, new { method = "passkey" } })
        {
            Problems.Is("invalid_request", await off.WithoutPasskeys.PostAsync(Path, request));
        }
    }

    [Fact]
    public async Task An_app_that_is_in_use_is_asked_for_and_can_be_removed()
    {
        var enrolled = await EnrolledUser.CreateAsync(off.System.Database, off.System.NewClient());
        var client = off.WithoutTotp;

        var challenge = await client.LoginAsync(enrolled.User.Account);
        Assert.Equal(["totp", "recovery_code"], MethodsOf(challenge));
        var signedIn = await client.CompleteAsync(challenge["temp_token"], await enrolled.UnusedCodeAsync());
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);

        var renewed = await client.RenewRecoveryCodesAsync(signedIn["access_token"]);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);

        // It is the only second factor of somebody who must have one here.
        Problems.Is("conflict", await client.DisableAsync(signedIn["access_token"], await enrolled.UnusedCodeAsync()));
    }

    [Fact]
    public async Task Without_apps_a_required_second_factor_is_a_passkey()
    {
        var setUp = await UserInSetUp.CreateAsync(off.WithoutTotp);
        using var authenticator = new Authenticator();

        Problems.Is("not_found", await setUp.Client.SetUpAsync(setUp.SetUpToken));
        var added = await setUp.Client.AddPasskeyAsync(setUp.SetUpToken, authenticator);

        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.NotEmpty(added["access_token"]);
        Assert.Equal(["passkey"], MethodsOf(await setUp.Client.LoginAsync(setUp.Account)));
    }

    /// <summary>Somebody who has stolen the password must not be able to choose another second factor.</summary>
    [Fact]
    public async Task An_account_whose_only_second_factor_is_a_passkey_stays_protected_without_passkeys()
    {
        using var user = await PasskeyUser.CreateAsync(off.System);
        var client = off.WithoutPasskeys;

        var response = await client.LoginAsync(user.User.Account);

        Problems.Is("second_factor_required", response);
        var row = Assert.Single(await off.System.Database.AuditOfRequestAsync(response));
        Assert.Equal("second_factor_required", row.Reason);
        await Cli.SucceedAsync(off.System.Settings, "users", "reset-2fa", user.User.Account.Email, "--yes");
        var setUp = await client.LoginAsync(user.User.Account);
        Assert.True(setUp.Json.GetProperty("two_fa_setup_required").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await client.SetUpAsync(setUp["setup_token"])).Status);
    }

    [Fact]
    public async Task Methods_do_not_list_a_passkey_that_cannot_be_used()
    {
        using var passkey = await PasskeyUser.CreateAsync(off.System);
        var enrolled = await EnrolledUser.CreateAsync(off.System.Database, passkey.User);

        var challenge = await off.WithoutPasskeys.LoginAsync(passkey.User.Account);

        Assert.Equal(["totp", "recovery_code"], MethodsOf(challenge));
        var options = await off.System.NewClient().PasskeyOptionsAsync(tempToken: challenge["temp_token"]);
        var refused = await off.WithoutPasskeys.CompleteAsync(
            challenge["temp_token"], options["challenge_token"], passkey.Authenticator.Get(options.Json));
        Problems.IsInvalid("challenge_token", refused);
        var completed = await off.WithoutPasskeys.CompleteAsync(challenge["temp_token"], await enrolled.UnusedCodeAsync());
        Assert.Equal(HttpStatusCode.OK, completed.Status);

        // Without passkeys, the app is the only second factor that can be used.
        Problems.Is(
            "conflict",
            await off.WithoutPasskeys.DisableAsync(completed["access_token"], await enrolled.UnusedCodeAsync()));
    }

    [Fact]
    public async Task The_account_page_knows_what_is_off()
    {
        var closed = (await off.Closed.GetAsync("/account")).Body;
        var withoutTotp = (await off.WithoutTotp.GetAsync("/account/invitation")).Body;

        Assert.Contains("data-registration=\"closed\" data-off=\"passkeys deletion export\"", closed, StringComparison.Ordinal);
        Assert.Contains("data-registration=\"open\" data-off=\"totp\"", withoutTotp, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await off.WithoutPasskeys.GetAsync("/account")).Status);
    }

    private async Task IsOffAsync(TestClient client, string method, string path, string accessToken)
    {
        var call = new HttpMethod(method);
        var (address, operation) = (path.Replace("{id}", AnyId, StringComparison.Ordinal), $"{method.ToLowerInvariant()} {path}");

        Problems.Is("not_found", await client.CallAsync(call, address, null, accessToken));
        Problems.Is("not_found", await client.CallAsync(call, address));
        Assert.DoesNotContain(operation, await OperationsAsync(client));
        Assert.Contains(operation, await OperationsAsync(off.System.NewClient()));
    }

    private static async Task<List<string>> OperationsAsync(TestClient client) =>
    [
        .. from path in (await client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select $"{operation.Name} {path.Name}",
    ];

    private static IEnumerable<string?> MethodsOf(Response challenge) =>
        challenge.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString());
}
