using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using SecureAuth.Api.StepUp;
using SecureAuth.UnitTests.Data;

namespace SecureAuth.UnitTests.StepUp;

public sealed class FreshRequirementTests
{
    private static readonly DateTimeOffset SignedIn = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(86400, false)]
    public async Task Credentials_are_fresh_for_five_minutes(int seconds, bool fresh)
    {
        Assert.Equal(fresh, await IsFreshAsync(SignedIn.AddSeconds(seconds), new Claim(
            "auth_time", SignedIn.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_token_without_auth_time_is_not_fresh() => Assert.False(await IsFreshAsync(SignedIn));

    private static async Task<bool> IsFreshAsync(DateTimeOffset postgresTime, params Claim[] claims)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        var context = new AuthorizationHandlerContext([new FreshRequirement()], user, resource: null);
        using var postgres = new ClockUnderTest();
        postgres.Clock.ApplyReading(postgresTime, postgres.Time.GetTimestamp());
        await new FreshHandler(postgres.Clock).HandleAsync(context);
        return context.HasSucceeded;
    }
}
