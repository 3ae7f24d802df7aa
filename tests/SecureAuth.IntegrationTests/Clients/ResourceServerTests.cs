using System.Net;
using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The samples of services that accept access tokens, and what the package for them does.</summary>
public sealed class ResourceServerTests(AuthenticationServer server) : IClassFixture<AuthenticationServer>
{
    /// <summary>The second that is promised, and what a busy machine may take beside it.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_service_verifies_tokens_by_the_address_of_the_server_alone()
    {
        await using var service = await SampleService.StartAsync("Jwt", server.ForService());
        var (_, tokens) = await ClientOf.SignInAsync(server.Auth);

        await AcceptsAsync(service, tokens);
        await RefusesOthersAsync(service, tokens);
    }

    [Theory]
    [InlineData("Introspection")]
    [InlineData("Revocations")]
    public async Task A_sign_out_takes_effect_within_the_promised_time(string sample)
    {
        await using var service = await SampleService.StartAsync(sample, server.ForService());
        var auth = server.Auth;
        var (account, tokens) = await ClientOf.SignInAsync(auth);
        await AcceptsAsync(service, tokens);
        await RefusesOthersAsync(service, tokens);
        var other = Assert.IsType<SignInOutcome.SignedIn>(await auth.SignInAsync(account.Email, account.Password)).Tokens;

        await auth.SignOutAsync(tokens.RefreshToken);

        await service.BecomesAsync(HttpStatusCode.Unauthorized, tokens.AccessToken, Promised);
        await AcceptsAsync(service, other);

        await server.Service().RevokeAsync(other.AccessToken);
        await service.BecomesAsync(HttpStatusCode.Unauthorized, other.AccessToken, Promised);
    }

    [Fact]
    public async Task Without_the_server_a_service_that_asks_refuses_and_signs_nobody_out()
    {
        var port = FreePort.Next();
        await using var api = await server.StartProcessAsync(port);
        await using var service = await SampleService.StartAsync("Introspection", server.ForService(api.Address));
        var (_, tokens) = await ClientOf.SignInAsync(ClientOf.Create(api.Address));
        await AcceptsAsync(service, tokens);

        await api.KillAsync();
        await service.BecomesAsync(HttpStatusCode.ServiceUnavailable, tokens.AccessToken, Promised);

        await using var again = await server.StartAsync(port);
        await service.BecomesAsync(HttpStatusCode.OK, tokens.AccessToken, Promised);
    }

    [Fact]
    public async Task Without_the_server_a_service_that_hears_of_sign_outs_goes_on_for_a_while_and_then_refuses()
    {
        var port = FreePort.Next();
        await using var api = await server.StartProcessAsync(port);
        await using var service = await SampleService.StartAsync("Revocations", server.ForService(api.Address));
        var (_, tokens) = await ClientOf.SignInAsync(ClientOf.Create(api.Address));
        await AcceptsAsync(service, tokens);

        await api.KillAsync();
        await AcceptsAsync(service, tokens);
        await service.BecomesAsync(HttpStatusCode.ServiceUnavailable, tokens.AccessToken, TimeSpan.FromSeconds(12));

        await using var again = await server.StartAsync(port);
        await service.BecomesAsync(HttpStatusCode.OK, tokens.AccessToken, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Tokens_are_introspected()
    {
        var (_, tokens) = await ClientOf.SignInAsync(server.Auth);
        var access = await server.Service().IntrospectAsync(tokens.AccessToken);
        Assert.True(access.IsAccessToken);
        Assert.Equal((Settings.Audience, tokens.SessionId.ToString()), (access.Aud, access.Sid));
        Assert.Equal(["pwd"], access.Amr);
        Assert.NotNull(access.Exp);

        var refresh = await server.Service().IntrospectAsync(tokens.RefreshToken);
        Assert.True(refresh.Active);
        Assert.False(refresh.IsAccessToken);

        Assert.Equal(new Introspection(false), await server.Service().IntrospectAsync("no.token.here"));
    }

    [Fact]
    public async Task An_unknown_service_is_refused()
    {
        var service = new ResourceServerClient(ClientOf.Http(server.Api.Address), AuthenticationServer.ClientId, "a guess");

        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidClient, HttpStatusCode.Unauthorized, () => service.IntrospectAsync("no.token.here"));
    }

    [Fact]
    public async Task Revocations_are_listed_from_a_cursor_on()
    {
        var (_, tokens) = await ClientOf.SignInAsync(server.Auth);
        var service = server.Service();
        var page = await service.ListRevocationsAsync();
        Assert.True(page.Reset);
        while (page.More)
        {
            page = await service.ListRevocationsAsync(page.Cursor);
        }

        var waiting = service.ListRevocationsAsync(page.Cursor, TimeSpan.FromSeconds(20));
        await server.Auth.SignOutAsync(tokens.RefreshToken);
        await Eventually.IsTrueAsync(
            async () =>
            {
                page = await waiting;
                waiting = service.ListRevocationsAsync(page.Cursor, TimeSpan.FromSeconds(20));
                return page.Sessions.Any(session => session.Id == tokens.SessionId.ToString());
            },
            "the session is listed");
        Assert.False(page.Reset);
    }

    private static async Task AcceptsAsync(SampleService service, TokenPair tokens)
    {
        var (status, body) = await service.OrdersAsync(tokens.AccessToken);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("The orders of 01", body, StringComparison.Ordinal);
    }

    private static async Task RefusesOthersAsync(SampleService service, TokenPair tokens)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.OrdersAsync(null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.OrdersAsync(tokens.RefreshToken)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.OrdersAsync(tokens.AccessToken[..^4] + "AAAA")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.OrdersAsync(tokens.AccessToken, "/admin")).Status);
    }
}
