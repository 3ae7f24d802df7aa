using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.RateLimiting;

/// <summary>Only a trusted proxy can name another client than the peer of the connection.</summary>
public sealed class UntrustedPeerTests(TestSystem system)
{
    /// <summary>Each of these variables is a way to make the host read the header before the API does.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(null, "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "DOTNET_FORWARDEDHEADERS_ENABLED", "ForwardedHeaders_Enabled")]
    [InlineData(
        "192.0.2.0/24", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "DOTNET_FORWARDEDHEADERS_ENABLED", "ForwardedHeaders_Enabled")]
    public async Task An_untrusted_peer_is_the_client_whatever_the_host_settings_say(string? trusted, params string[] variables)
    {
        // Other tests send requests from 127.0.0.1 too, so these instances have a database of Redis to themselves.
        var settings = system.Settings.ForApi([
            ("ConnectionStrings__redis", system.Settings.Redis + ",defaultDatabase=1"),
            ("RateLimits__EmailResend__Permits", "3"),
            ("RateLimits__EmailResend__Window", "1.00:00:00"),
            .. variables.Select(variable => (variable, "true")),
        ]);
        settings.Remove("Proxy__TrustedNetworks__0");
        if (trusted is not null)
        {
            settings["Proxy__TrustedNetworks__0"] = trusted;
        }

        await using var api = await ApiProcess.StartAsync(settings);

        // A believed header would make every call a new client. On a busy machine Redis may exceed its time for one of the calls,
        // which the instance then grants, but not for all of them.
        var responses = new List<Response>();
        for (var call = 0; call < 8; call++)
        {
            var client = new TestClient(api) { Address = $"203.0.113.{100 + call}" };
            responses.Add(await client.PostAsync("/api/v1/auth/email/resend", new { }));
        }

        Assert.Contains(responses, response => response.Code == "rate_limited");
        var refused = await new TestClient(api) { Address = "203.0.113.200" }.RefreshAsync("garbage");
        Assert.Equal("127.0.0.1", Assert.Single(await system.Database.AuditOfRequestAsync(refused)).Address);
    }
}
