using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>A second factor that only some roles must have, at an instance that requires verified addresses too.</summary>
public sealed class RequiredRoleTests(TestSystem system, RequiredRoleTests.RoleApi roleApi)
    : IClassFixture<RequiredRoleTests.RoleApi>
{
    private const string Role = "Treasurer";

    private readonly RunningApi _api = roleApi.Api;

    [Fact]
    public async Task Only_users_in_the_role_must_have_a_second_factor()
    {
        var member = await CreateAsync();
        await GrantAsync(member, Role);
        var other = await CreateAsync();
        await GrantAsync(other, "treasurer-in-training");
        var client = member.Client.Through(_api);

        Assert.True((await client.LoginAsync(member.Account)).Json.TryGetProperty("setup_token", out _));
        Assert.True((await client.LoginAsync(other.Account)).Json.TryGetProperty("access_token", out _));
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(other.RefreshToken)).Status);
    }

    [Fact]
    public async Task A_session_ends_at_its_refresh_after_the_role_was_granted()
    {
        var user = await CreateAsync();
        var session = await (user with { Client = user.Client.Through(_api) }).RefreshedAsync();
        await GrantAsync(user, Role);

        Problems.Is("invalid_refresh_token", await session.Client.RefreshAsync(session.RefreshToken));
        Problems.Is("invalid_token", await session.Client.ReauthenticateAsync(session.AccessToken, user.Account.Password));
    }

    [Fact]
    public async Task A_disabled_account_and_an_address_that_is_not_verified_are_told_first()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await GrantAsync(user, Role);
        var client = user.Client.Through(_api);

        Problems.Is("email_not_verified", await client.LoginAsync(user.Account));
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        Problems.Is("account_disabled", await client.LoginAsync(user.Account));
    }

    [Fact]
    public async Task A_role_that_nobody_has_created_is_a_warning_in_the_log_and_of_doctor()
    {
        await Eventually.IsTrueAsync(() => _api.Log.Contains("auditor-misspelt"), "the log names the role");

        var settings = new Dictionary<string, string>(system.Settings.ForOperators())
        {
            ["Accounts__SecondFactorRoles__0"] = "auditor-misspelt",
        };
        var doctor = await Cli.RunAsync(settings, "", "doctor");
        Assert.Contains("auditor-misspelt", doctor.Output, StringComparison.Ordinal);
    }

    public sealed class RoleApi(TestSystem system) : IAsyncLifetime
    {
        internal RunningApi Api { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Api = await system.StartApiAsync(
            ("Accounts__SecondFactorRoles__0", "auditor-misspelt"),
            ("Accounts__SecondFactorRoles__1", Role),
            ("Accounts__EmailVerification", "Required"));

        public ValueTask DisposeAsync() => Api.DisposeAsync();
    }

    private async Task<SignedInUser> CreateAsync()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync("UPDATE users SET email_verified = true WHERE id = $1", user.Id);
        return user;
    }

    private Task GrantAsync(SignedInUser user, string role) => system.Database.GrantRoleAsync(user.Account.Email, role);
}
