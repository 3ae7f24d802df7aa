using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>Only services with configured credentials learn anything.</summary>
public sealed class ServiceAuthenticationTests(TestSystem system)
{
    private const string Wrong = "not-the-secret";

    private readonly TestClient _client = system.NewClient();

    public static TheoryData<string, string> Calls => new()
    {
        { "POST", ServiceCaller.Introspect },
        { "POST", ServiceCaller.Revoke },
        { "GET", ServiceCaller.Revocations },
    };

    private string Secret => system.Settings.ServiceSecret;

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Without_credentials_a_service_is_refused(string method, string path)
    {
        foreach (var authorization in new[]
        {
            null, "Bearer x", "Basic", "Basic ", "Basic !", "Basic " + Base64("no-colon"), "Other x",
        })
        {
            var response = await SendAsync(method, path, authorization);

            Problems.Is("invalid_client", response);
            Assert.Equal("Basic realm=\"secureauth\"", response.Header("WWW-Authenticate"));
            Assert.Equal("invalid_client", response["error"]);
            Assert.Equal(response["detail"], response["error_description"]);
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_unknown_id_cannot_be_told_from_a_wrong_secret(string method, string path)
    {
        var wrongSecret = await SendAsync(method, path, $"{ServiceCaller.Basic(Settings.ServiceId, Wrong)}");
        var unknownId = await SendAsync(method, path, $"{ServiceCaller.Basic("nobody", Secret)}");

        Problems.Is("invalid_client", wrongSecret);
        Assert.Equal(Anonymous(wrongSecret), Anonymous(unknownId));
        Assert.Equal(
            wrongSecret.Headers.Select(header => header.Key).Order(), unknownId.Headers.Select(header => header.Key).Order());

        static string Anonymous(Response response) =>
            response.Body.Replace(response.RequestId, "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    public async Task Neither_an_empty_secret_nor_one_with_a_change_is_accepted(string change)
    {
        foreach (var secret in new[] { change, Secret + change, Secret[..^1] + change })
        {
            if (secret != Secret)
            {
                Problems.Is("invalid_client", await SendAsync(
                    "GET", ServiceCaller.Revocations, $"{ServiceCaller.Basic(Settings.ServiceId, secret)}"));
            }
        }
    }

    /// <summary>The hash is in the configuration, which more people read than the secret.</summary>
    [Fact]
    public async Task The_hash_is_not_the_secret()
    {
        var hash = Settings.HashOf(Secret);

        foreach (var secret in new[] { hash, hash.ToLowerInvariant() })
        {
            Problems.Is("invalid_client", await SendAsync(
                "GET", ServiceCaller.Revocations, $"{ServiceCaller.Basic(Settings.ServiceId, secret)}"));
        }
    }

    [Fact]
    public async Task The_credentials_may_be_in_the_form()
    {
        var accepted = await PostFormAsync(null, ("token", "x"), ("client_id", Settings.ServiceId), ("client_secret", Secret));
        Assert.Equal((HttpStatusCode.OK, "{\"active\":false}"), (accepted.Status, accepted.Body));

        Problems.Is("invalid_client", await PostFormAsync(
            null, ("token", "x"), ("client_id", Settings.ServiceId), ("client_secret", Wrong)));
        Problems.Is("invalid_client", await PostFormAsync(null, ("token", "x"), ("client_id", Settings.ServiceId)));
        Problems.Is("invalid_client", await PostFormAsync(null, ("token", "x"), ("client_secret", Secret)));
    }

    /// <summary>RFC 6749, section 2.3: a client must not use more than one method in a request.</summary>
    [Fact]
    public async Task Credentials_in_two_places_are_an_invalid_request()
    {
        var header = ServiceCaller.Basic(Settings.ServiceId, Secret);

        Problems.IsInvalid("client_secret", await PostFormAsync(
            header, ("token", "x"), ("client_id", Settings.ServiceId), ("client_secret", Secret)));
        Problems.IsInvalid("client_secret", await PostFormAsync(header, ("token", "x"), ("client_id", "other")));
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostFormAsync(header, ("token", "x"), ("client_id", Settings.ServiceId))).Status);
    }

    [Fact]
    public async Task Credentials_in_the_query_are_none() => Problems.Is("invalid_client", await _client.GetAsync(
        $"{ServiceCaller.Revocations}?client_id={Settings.ServiceId}&client_secret={Secret}"));

    [Fact]
    public async Task A_secret_that_was_not_encoded_for_the_header_is_accepted()
    {
        const string Strange = "a+b/c=%d:e f";
        await using var api = await system.StartApiAsync(
            ("OAuth__Clients__0__Id", "strange"), ("OAuth__Clients__0__SecretSha256", Settings.HashOf(Strange)));
        var client = new TestClient(api);

        foreach (var authorization in new[]
        {
            "Basic " + Base64("strange:" + Strange), $"{ServiceCaller.Basic("strange", Strange)}",
        })
        {
            var request = TestClient.Request(HttpMethod.Get, ServiceCaller.Revocations);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).Status);
        }
    }

    [Fact]
    public async Task Two_entries_with_one_id_replace_a_secret_without_an_interruption()
    {
        var (first, second) = (Settings.NewSecret(), Settings.NewSecret());
        await using var api = await system.StartApiAsync(
            ("OAuth__Clients__0__Id", "shop"), ("OAuth__Clients__0__SecretSha256", Settings.HashOf(first)),
            ("OAuth__Clients__1__Id", "shop"), ("OAuth__Clients__1__SecretSha256", Settings.HashOf(second)),
            ("OAuth__Clients__2__Id", "desk"), ("OAuth__Clients__2__SecretSha256", Settings.HashOf(Secret)));
        var client = new TestClient(api);

        foreach (var (id, secret) in new[] { ("shop", first), ("shop", second), ("desk", Secret) })
        {
            Assert.False(await new ServiceCaller(client, secret, id).IsActiveAsync("x"));
        }

        Problems.Is("invalid_client", await new ServiceCaller(client, first, "desk").IntrospectAsync("x"));
        Problems.Is("invalid_client", await new ServiceCaller(client, Secret, "shop").IntrospectAsync("x"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Without_a_configured_service_the_paths_do_not_exist(string method, string path)
    {
        var settings = system.Settings.ForApi();
        settings.Remove("OAuth__Clients__0__Id");
        settings.Remove("OAuth__Clients__0__SecretSha256");
        await using var api = await HostedApi.StartAsync(settings);
        var client = new TestClient(api);

        var unknown = await client.SendAsync(TestClient.Request(new HttpMethod(method), "/api/v1/nothing"));
        foreach (var verb in new[] { method, "DELETE" })
        {
            var response = await client.SendAsync(TestClient.Request(new HttpMethod(verb), path));

            Problems.Is("not_found", response);
            Assert.Equal(unknown.Header("RateLimit-Policy"), response.Header("RateLimit-Policy"));
            Assert.Equal(Anonymous(unknown), Anonymous(response).Replace(path, "/api/v1/nothing", StringComparison.Ordinal));
        }

        Assert.False((await client.GetAsync("/.well-known/openid-configuration")).Json.TryGetProperty(
            "introspection_endpoint", out _));

        static string Anonymous(Response response) =>
            response.Body.Replace(response.RequestId, "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_names_the_endpoints()
    {
        var document = await _client.GetAsync("/.well-known/openid-configuration");

        Assert.Equal(Settings.Issuer + ServiceCaller.Introspect, document["introspection_endpoint"]);
        Assert.Equal(Settings.Issuer + ServiceCaller.Revoke, document["revocation_endpoint"]);
        Assert.Equal(
            ["client_secret_basic", "client_secret_post"],
            document.Json.GetProperty("introspection_endpoint_auth_methods_supported").EnumerateArray()
                .Select(method => method.GetString()));
    }

    [Fact]
    public async Task A_wrong_secret_is_recorded_once_for_an_address_and_a_minute()
    {
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_client", await SendAsync(
                "GET", ServiceCaller.Revocations, $"{ServiceCaller.Basic(Settings.ServiceId, Wrong)}"));
        }

        await Eventually.IsTrueAsync(
            async () => await system.Database.AuditCountAsync(AuditEvent.AuthorizationRefused, _client) > 0, "a row is written");
        var row = Assert.Single(
            await system.Database.AuditWhereAsync(
                "event = $1 AND address = $2::inet", AuditEvent.AuthorizationRefused, _client.Address));
        Assert.Equal(("invalid_client", AuditOutcome.Refused, null), (row.Reason, row.Outcome, row.ActorName));
    }

    private Task<Response> SendAsync(string method, string path, string? authorization)
    {
        var request = TestClient.Request(new HttpMethod(method), path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (method == "POST")
        {
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("token", "x")]);
        }

        return _client.SendAsync(request);
    }

    private Task<Response> PostFormAsync(AuthenticationHeaderValue? header, params (string Name, string Value)[] form)
    {
        var request = TestClient.Request(HttpMethod.Post, ServiceCaller.Introspect);
        request.Headers.Authorization = header;
        request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return _client.SendAsync(request);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
