using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.StepUp;

/// <summary>The step-up that each operation requires of an otherwise valid token.</summary>
public sealed class StepUpTests(TestSystem system)
{
    public static readonly TheoryData<string, string, bool, bool> Routes = new()
    {
        // The operation, whether it requires fresh credentials, and whether it requires the second factor of an enrolled user.
        { "GET", "/users/me", false, false },
        { "PATCH", "/users/me", false, false },
        { "GET", "/users/me/activity", false, false },
        { "GET", "/users/me/export", false, false },
        { "GET", "/users/me/sessions", false, false },
        { "DELETE", "/users/me/sessions", false, false },
        { "DELETE", "/users/me/sessions/0190b6f4-7c1e-7d3a-9f52-0c6a1b2d3e4f", false, false },
        { "POST", "/users/me/2fa/setup", true, false },
        { "POST", "/users/me/2fa/verify", true, false },
        { "POST", "/users/me/2fa/disable", true, false },
        { "POST", "/users/me/2fa/recovery-codes", true, true },
        { "POST", "/users/me/password", false, true },
        { "POST", "/auth/reauthenticate", false, false },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Exactly_the_operations_of_the_contract_require_step_up(
        string method, string path, bool fresh, bool secondFactor)
    {
        var user = await EnrolledUser.CreateAsync(system);

        // The token from before the set-up is fresh but has no second factor.
        Assert.Equal(secondFactor ? "second_factor_required" : null, await StepMissingAsync(user.User, method, path));

        var multiFactor = await user.SignInAsync();
        Assert.Null(await StepMissingAsync(multiFactor, method, path));

        var stale = await multiFactor.StaleAsync(system);
        Assert.Equal(fresh ? "reauthentication_required" : null, await StepMissingAsync(stale, method, path));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_user_without_a_second_factor_needs_only_fresh_credentials(string method, string path, bool fresh, bool _)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Assert.Null(await StepMissingAsync(user, method, path));
        var stale = await user.StaleAsync(system);
        Assert.Equal(fresh ? "reauthentication_required" : null, await StepMissingAsync(stale, method, path));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_step_up_operation_requires_a_token(string method, string path, bool _1, bool _2)
    {
        var response = await system.NewClient().CallAsync(new HttpMethod(method), "/api/v1" + path, Body(method));
        Problems.Is("invalid_token", response);
        Assert.Equal("Bearer", response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_refresh_does_not_make_credentials_fresh()
    {
        var user = await (await SignedInUser.CreateAsync(system.NewClient())).StaleAsync(system);
        Problems.Is("reauthentication_required", await user.Client.SetUpAsync((await user.RefreshedAsync()).AccessToken));
    }

    /// <summary>The missing step, or null if the request gets as far as its body, which is invalid.</summary>
    private static async Task<string?> StepMissingAsync(SignedInUser user, string method, string path)
    {
        var response = await user.Client.CallAsync(new HttpMethod(method), "/api/v1" + path, Body(method), user.AccessToken);
        Assert.NotEqual(HttpStatusCode.Unauthorized, response.Status);
        return response.Status == HttpStatusCode.Forbidden ? response.Code : null;
    }

    private static object? Body(string method) => method == "POST" ? new { } : null;
}
