using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Api.StepUp;

namespace SecureAuth.UnitTests.StepUp;

public sealed class FreshRequirementTests
{
    private static readonly DateTimeOffset SignedIn = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(SignedIn);

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(86400, false)]
    public async Task Credentials_are_fresh_for_five_minutes(int seconds, bool fresh)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(fresh, await IsFreshAsync(new Claim("auth_time", SignedIn.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_token_that_does_not_say_when_is_not_fresh() => Assert.False(await IsFreshAsync());

    private async Task<bool> IsFreshAsync(params Claim[] claims)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        var context = new AuthorizationHandlerContext([new FreshRequirement()], user, resource: null);
        await new FreshHandler(_time).HandleAsync(context);
        return context.HasSucceeded;
    }
}
