using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Client.AspNetCore;

namespace SecureAuth.Client.Tests.AspNetCore;

/// <summary>A service that verifies tokens by itself and hears of revocations.</summary>
public sealed class RevocationTests : IAsyncDisposable
{
    private const string Session = "019acd3e-1111-7000-8000-000000000001";
    private const string User = "019acd3e-0000-7000-8000-00000000000a";

    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly TaskCompletionSource<HttpResponseMessage> _second = new();
    private readonly FakeServer _auth;
    private Func<HttpResponseMessage> _first = () => Page(reset: true);
    private StaleRevocations _whenStale = StaleRevocations.Refuse;
    private Action<JwtBearerOptions> _bearer = _ => { };
    private string _scheme = JwtBearerDefaults.AuthenticationScheme;
    private WebApplication? _service;

    public RevocationTests() =>
        _auth = new FakeServer(request => request.Uri.Query.Contains("since", StringComparison.Ordinal)
            ? _second.Task
            : Task.FromResult(_first()));

    [Fact]
    public async Task A_token_is_accepted_until_its_session_ends()
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync()).StatusCode);

        _second.SetResult(Page(reset: false, Session));
        while ((await GetAsync()).StatusCode == HttpStatusCode.OK)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var refused = await GetAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(1_769_862_895_119, HttpStatusCode.Unauthorized)]
    [InlineData(1_769_862_895_120, HttpStatusCode.OK)]
    public async Task A_token_with_former_roles_is_refused(long? version, HttpStatusCode expected)
    {
        _first = () => FakeServer.Json(
            $$"""
            {"cursor":"c","reset":true,"more":false,"epoch":0,"sessions":[],
            "roles":[{"user_id":"{{User}}","roles_version":1769862895120,"changed_at":"2026-11-29T10:15:00Z"}]}
            """);

        Assert.Equal(expected, (await GetAsync(version: version)).StatusCode);
    }

    [Fact]
    public async Task A_service_that_hears_nothing_refuses_but_signs_nobody_out()
    {
        _first = () => throw new HttpRequestException("Nobody listens.");
        var response = await GetAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task A_service_that_hears_nothing_may_accept()
    {
        _first = () => throw new HttpRequestException("Nobody listens.");
        _whenStale = StaleRevocations.Accept;

        Assert.Equal(HttpStatusCode.OK, (await GetAsync()).StatusCode);
    }

    [Fact]
    public async Task A_token_without_a_session_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(session: null)).StatusCode);

    /// <summary>By default, JwtBearer would accept the tokens of a retired key for thirteen hours.</summary>
    [Fact]
    public async Task Retired_keys_are_forgotten_within_five_minutes()
    {
        _bearer = bearer => bearer.Authority = "https://auth.test";
        var manager = await ManagerAsync();

        Assert.Equal(TimeSpan.FromMinutes(5), manager.AutomaticRefreshInterval);
        Assert.False(manager.UseLastKnownGoodConfiguration);
    }

    [Fact]
    public async Task An_interval_of_the_application_is_kept()
    {
        _bearer = bearer =>
        {
            bearer.Authority = "https://auth.test";
            bearer.AutomaticRefreshInterval = TimeSpan.FromMinutes(7);
        };

        Assert.Equal(TimeSpan.FromMinutes(7), (await ManagerAsync()).AutomaticRefreshInterval);
    }

    [Fact]
    public async Task The_events_of_the_application_are_raised()
    {
        var raised = false;
        _bearer = bearer => bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = _ =>
            {
                raised = true;
                return Task.CompletedTask;
            },
        };
        _first = () => Page(reset: true, Session);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync()).StatusCode);
        Assert.True(raised);
    }

    [Fact]
    public async Task An_application_that_declares_success_does_not_skip_the_check()
    {
        _bearer = bearer => bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Success();
                return Task.CompletedTask;
            },
        };
        Assert.Equal(HttpStatusCode.OK, (await GetAsync()).StatusCode);
        await DisposeAsync();
        _service = null;

        _first = () => Page(reset: true, Session);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync()).StatusCode);
    }

    [Fact]
    public async Task A_token_that_the_application_refuses_is_not_checked()
    {
        _first = () => throw new HttpRequestException("Nobody listens.");
        _bearer = bearer => bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Fail("Not today.");
                return Task.CompletedTask;
            },
        };

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync()).StatusCode);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("cookie")]
    public async Task A_scheme_that_JwtBearer_does_not_have_stops_the_start(string scheme)
    {
        _scheme = scheme;
        var error = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);

        Assert.Contains($"'{scheme}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_server_is_refused()
    {
        var authentication = new ServiceCollection().AddAuthentication().AddSecureAuthRevocations(_ => { });

        Assert.Throws<InvalidOperationException>(() => authentication.AddSecureAuthRevocations(_ => { }, "api"));
    }

    [Fact]
    public async Task Events_that_the_container_creates_are_raised()
    {
        _bearer = bearer => bearer.EventsType = typeof(OwnEvents);
        _first = () => Page(reset: true, Session);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync()).StatusCode);
        Assert.True(_service!.Services.GetRequiredService<OwnEvents>().Raised);
    }

    [Fact]
    public void A_limit_that_every_open_question_would_exceed_is_refused()
    {
        var options = new SecureAuthRevocationOptions
        {
            Address = new Uri("https://auth.test"),
            ClientId = "orders",
            ClientSecret = "secret",
            Wait = TimeSpan.FromSeconds(5),
        };

        Assert.Throws<ArgumentOutOfRangeException>(options.Validate);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    private static HttpResponseMessage Page(bool reset, params string[] sessions)
    {
        var list = string.Join(',', sessions.Select(id => $$"""{"id":"{{id}}","revoked_at":"2026-11-29T10:15:00Z"}"""));
        return FakeServer.Json(
            $$"""{"cursor":"c","reset":{{(reset ? "true" : "false")}},"more":false,"epoch":0,"sessions":[{{list}}]}""");
    }

    private async Task<HttpResponseMessage> GetAsync(string? session = Session, long? version = null)
    {
        _service ??= await StartAsync();
        var claims = new Dictionary<string, object> { ["sub"] = User };
        if (session is not null)
        {
            claims["sid"] = session;
        }

        if (version is not null)
        {
            claims["roles_version"] = version;
        }

        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://auth.test",
            Audience = "orders",
            Claims = claims,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _service.GetTestClient().SendAsync(request);
    }

    /// <summary>A request without a token needs no keys.</summary>
    private async Task<BaseConfigurationManager> ManagerAsync()
    {
        _service ??= await StartAsync();
        var response = await _service.GetTestClient().GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        return Assert.IsAssignableFrom<BaseConfigurationManager>(_service.Services
            .GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme)
            .ConfigurationManager);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<OwnEvents>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddSecureAuthRevocations(options =>
            {
                options.Address = new Uri("https://auth.test");
                options.ClientId = "orders-api";
                options.ClientSecret = "secret";
                options.WhenStale = _whenStale;
            }, _scheme)
            .AddCookie("cookie")
            .AddJwtBearer(options =>
            {
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = "https://auth.test",
                    ValidAudience = "orders",
                    IssuerSigningKey = _key,
                };
                _bearer(options);
            });
        builder.Services.AddAuthorization();
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigureAdditionalHttpMessageHandlers(
            (handlers, _) => handlers.Add(new Redirect(_auth))));
        _service = builder.Build();
        _service.MapGet("/", () => "Hello.").RequireAuthorization();
        await _service.StartAsync();
        return _service;
    }

    private sealed class OwnEvents : JwtBearerEvents
    {
        public bool Raised { get; private set; }

        public override Task TokenValidated(TokenValidatedContext context)
        {
            Raised = true;
            return Task.CompletedTask;
        }
    }
}
