using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>A token for the set-up of a second factor is a bearer token, but not one for services.</summary>
[Collection(nameof(RequiringApis))]
public sealed class SetUpTokenTests(TestSystem system, RequiringApis requiring)
{
    [Fact]
    public async Task A_setup_token_is_inactive_and_still_works()
    {
        var user = await UserInSetUp.CreateAsync(requiring.NewClient());
        var service = new ServiceCaller(requiring.NewClient(), system.Settings.ServiceSecret);

        Assert.False(await service.IsActiveAsync(user.SetUpToken));
        Assert.Equal(HttpStatusCode.OK, (await service.RevokeAsync(user.SetUpToken)).Status);

        await user.CompleteAsync();
    }

    [Fact]
    public async Task A_session_without_the_required_second_factor_has_no_active_refresh_token()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var service = new ServiceCaller(requiring.NewClient(), system.Settings.ServiceSecret);

        Assert.True(await system.NewService().IsActiveAsync(user.RefreshToken));
        Assert.False(await service.IsActiveAsync(user.RefreshToken));
    }
}
