using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SecureAuth.Api.StepUp;
using SecureAuth.Core.Sessions;
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

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task To_end_sessions_stale_credentials_suffice_unless_an_operator_demands_fresh_ones(bool demanded, bool passes)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity("test"));
        var requirement = new FreshRequirement { IsForEndingSessions = true };
        Assert.Equal(passes, await PassesAsync(requirement, user, SignedIn, demanded));

        Assert.False(await PassesAsync(requirement, new ClaimsPrincipal(new ClaimsIdentity()), SignedIn, demanded));
        Assert.False(await PassesAsync(new FreshRequirement(), user, SignedIn, demanded));
    }

    private static Task<bool> IsFreshAsync(DateTimeOffset postgresTime, params Claim[] claims) => PassesAsync(
        new FreshRequirement(), new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), postgresTime);

    private static async Task<bool> PassesAsync(
        FreshRequirement requirement, ClaimsPrincipal user, DateTimeOffset postgresTime, bool demanded = false)
    {
        var context = new AuthorizationHandlerContext([requirement], user, resource: null);
        using var postgres = new ClockUnderTest();
        postgres.Clock.ApplyReading(postgresTime, postgres.Time.GetTimestamp());
        var sessions = Options.Create(new SessionOptions { EndingRequiresFresh = demanded });
        await new FreshHandler(postgres.Clock, sessions).HandleAsync(context);
        return context.HasSucceeded;
    }
}
