// The inputs of a command are experimental, but Aspire's version is pinned.
#pragma warning disable ASPIREINTERACTION001

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>What a developer does with the system that Aspire has started.</summary>
[Trait("needs", "containers")]
public sealed class StartedModelTests(StartedSystem system) : IClassFixture<StartedSystem>
{
    private const string Password = "violet tram over the harbour";
    private const int AttemptsBeforeLockout = 5;

    private static readonly TimeSpan Propagation = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_sign_out_on_one_instance_is_refused_by_the_other()
    {
        using var one = system.App.CreateHttpClient("api");
        using var two = system.App.CreateHttpClient("api-2");
        await RegisterAsync(one, "ann@example.com");
        var signedIn = await SignInAsync(one, "ann@example.com", Password);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        var tokens = await signedIn.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        one.DefaultRequestHeaders.Authorization = two.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());

        Assert.Equal(HttpStatusCode.OK, await ReadAccountAsync(two));
        await one.PostAsync(new Uri("/api/v1/auth/logout", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAccountAsync(one));
        var revoked = Stopwatch.StartNew();
        while (await ReadAccountAsync(two) != HttpStatusCode.Unauthorized)
        {
            Assert.True(revoked.Elapsed < Propagation, "The other instance still accepts the token.");
        }
    }

    [Fact]
    public async Task A_locked_user_is_unlocked_from_the_dashboard()
    {
        using var api = system.App.CreateHttpClient("api");
        await RegisterAsync(api, "bea@example.com");
        for (var i = 0; i < AttemptsBeforeLockout; i++)
        {
            await SignInAsync(api, "bea@example.com", "the wrong password of somebody");
        }

        Assert.Equal(HttpStatusCode.Locked, (await SignInAsync(api, "bea@example.com", Password)).StatusCode);
        var unlocked = await system.App.ResourceCommands.ExecuteCommandAsync(
            "api",
            "unlock-user",
            new InteractionInputCollection(
            [
                new InteractionInput { Name = "user", InputType = InputType.Text, Value = "bea@example.com" },
                new InteractionInput { Name = "reason", InputType = InputType.Text, Value = "called in" },
            ]),
            TestContext.Current.CancellationToken);

        Assert.True(unlocked.Success, unlocked.Message);
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(api, "bea@example.com", Password)).StatusCode);
    }

    [Fact]
    public async Task The_settings_of_the_operators_are_in_a_file()
    {
        Assert.NotNull(system.App);

        var settings = await File.ReadAllTextAsync(system.OperatorFile, TestContext.Current.CancellationToken);
        Assert.Contains("ConnectionStrings__operator", settings, StringComparison.Ordinal);
    }

    private static async Task RegisterAsync(HttpClient api, string email)
    {
        var registered = await api.PostAsJsonAsync(
            "/api/v1/auth/register",
            new { email, password = Password, display_name = "Somebody" },
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient api, string email, string password) =>
        api.PostAsJsonAsync("/api/v1/auth/login", new { email, password }, TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode> ReadAccountAsync(HttpClient api) =>
        (await api.GetAsync(new Uri("/api/v1/users/me", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode;
}
