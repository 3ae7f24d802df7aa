using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A service that asks about tokens with credentials of its own.</summary>
internal sealed class ServiceCaller(TestClient client, string secret, string id = Settings.ServiceId)
{
    public const string Introspect = "/api/v1/oauth/introspect";

    public const string Revoke = "/api/v1/oauth/revoke";

    public const string Revocations = "/api/v1/revocations";

    public TestClient Client => client;

    /// <summary>The header that RFC 6749 defines.</summary>
    public static AuthenticationHeaderValue Basic(string id, string secret) => new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(id)}:{WebUtility.UrlEncode(secret)}")));

    /// <summary>The same service calling another replica.</summary>
    public ServiceCaller Through(RunningApi other) => new(client.Through(other), secret, id);

    public Task<Response> IntrospectAsync(string token) => PostAsync(Introspect, ("token", token));

    public Task<Response> RevokeAsync(string token) => PostAsync(Revoke, ("token", token));

    public async Task<bool> IsActiveAsync(string token)
    {
        var response = await IntrospectAsync(token);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return response.Json.GetProperty("active").GetBoolean();
    }

    public Task<Response> PostAsync(string path, params (string Name, string Value)[] form)
    {
        var request = TestClient.Request(HttpMethod.Post, path);
        request.Headers.Authorization = Basic(id, secret);
        request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return client.SendAsync(request);
    }

    /// <summary>Sends a form exactly as it is.</summary>
    public Task<Response> PostTextAsync(string path, string form, string contentType = "application/x-www-form-urlencoded")
    {
        var request = TestClient.Request(HttpMethod.Post, path);
        request.Headers.Authorization = Basic(id, secret);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return client.SendAsync(request);
    }

    /// <summary>Asks for revocations and expects an answer.</summary>
    public async Task<Revocations> PollAsync(string? since = null, int? wait = null)
    {
        var response = await TryPollAsync(since, wait?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return new Revocations(response);
    }

    public Task<Response> TryPollAsync(string? since = null, string? wait = null)
    {
        string?[] query =
        [
            since is null ? null : $"since={Uri.EscapeDataString(since)}",
            wait is null ? null : $"wait={Uri.EscapeDataString(wait)}",
        ];
        var request = TestClient.Request(HttpMethod.Get, $"{Revocations}?{string.Join('&', query.OfType<string>())}");
        request.Headers.Authorization = Basic(id, secret);
        return client.SendAsync(request);
    }

    /// <summary>Reads the whole list.</summary>
    /// <returns>The last page, with the sessions of all.</returns>
    public async Task<Revocations> ListAsync()
    {
        var page = await PollAsync();
        Assert.True(page.IsReset);
        var sessions = new HashSet<Guid>(page.Sessions);
        while (page.HasMore)
        {
            page = await PollAsync(page.Cursor, wait: 20);
            Assert.False(page.IsReset);
            sessions.UnionWith(page.Sessions);
        }

        return page with { Sessions = sessions };
    }

    /// <summary>Waits for revocations until the instance answers anything else than that there are none.</summary>
    public async Task<Response> WaitForEndAsync(string cursor)
    {
        while (true)
        {
            var response = await TryPollAsync(cursor, "25");
            if (response.Status != HttpStatusCode.OK)
            {
                return response;
            }

            cursor = response["cursor"];
        }
    }

    /// <summary>Asks until the roles of a user have changed.</summary>
    /// <returns>The page with the user.</returns>
    public async Task<Revocations> WaitForRolesAsync(Guid userId, string since)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Assert.True(watch.Elapsed < Eventually.Patience, $"The change of the roles of {userId} is not reported.");
            var page = await PollAsync(since, wait: 20);
            if (page.Roles.ContainsKey(userId))
            {
                return page;
            }

            Assert.False(page.IsReset);
            since = page.Cursor;
        }
    }

    /// <summary>Asks until a session has ended.</summary>
    /// <returns>The page with the session.</returns>
    public async Task<Revocations> WaitForAsync(Guid sessionId, string since)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Assert.True(watch.Elapsed < Eventually.Patience, $"The session {sessionId} is not reported.");
            var page = await PollAsync(since, wait: 20);
            if (page.Sessions.Contains(sessionId))
            {
                return page;
            }

            Assert.False(page.IsReset);
            since = page.Cursor;
        }
    }
}

/// <summary>A response of the feed.</summary>
internal sealed record Revocations(
    string Cursor, bool IsReset, bool HasMore, long Epoch, string FirstSession, IReadOnlySet<Guid> Sessions)
{
    /// <summary>The highest version of each user whose roles have changed.</summary>
    public IReadOnlyDictionary<Guid, long> Roles { get; private init; } = new Dictionary<Guid, long>();

    public Revocations(Response response)
        : this(
            response["cursor"],
            response.Json.GetProperty("reset").GetBoolean(),
            response.Json.GetProperty("more").GetBoolean(),
            response.Json.GetProperty("epoch").GetInt64(),
            response["first_session"],
            response.Json.GetProperty("sessions").EnumerateArray()
                .Select(session => Guid.Parse(session.GetProperty("id").GetString()!)).ToHashSet())
    {
        Roles = response.Json.GetProperty("roles").EnumerateArray()
            .GroupBy(change => Guid.Parse(change.GetProperty("user_id").GetString()!))
            .ToDictionary(changes => changes.Key, changes => changes.Max(c => c.GetProperty("roles_version").GetInt64()));
        Assert.All(
            response.Json.GetProperty("sessions").EnumerateArray(),
            session => Assert.Equal(JsonValueKind.String, session.GetProperty("revoked_at").ValueKind));
    }
}
