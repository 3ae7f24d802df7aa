using System.Diagnostics;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>A sign-in is one trace that explains where its time went.</summary>
[Collection(typeof(ObservedApiTests))]
public sealed class SignInTraceTests(ObservedApi observed)
{
    private readonly TestClient _client = observed.NewClient();

    [Fact]
    public async Task A_sign_in_is_one_trace_below_one_server_span()
    {
        var (_, trace) = await SignInAsync();

        trace.IsComplete();
        Assert.Equal("POST /api/v1/auth/login", trace.Root.Name);
        Assert.Equal(trace.Root, Assert.Single(trace.Spans, span => span.Kind == ActivityKind.Server));
        Assert.Equal("/api/v1/auth/login", trace.Root.Attributes["http.route"]);
        Assert.Equal(200L, trace.Root.Attributes["http.response.status_code"]);

        // Nothing else runs meanwhile except copying the revocations of other tests.
        Assert.DoesNotContain(observed.Collector.Spans, span =>
            span.TraceId != trace.Root.TraceId && IsDuring(trace.Root, span) && span.Name != "copy revocations");
    }

    [Fact]
    public async Task Statements_are_named_for_what_they_do()
    {
        var (_, trace) = await SignInAsync();

        Assert.NotEmpty(trace.Postgres);
        Assert.All(trace.Postgres, span =>
        {
            Assert.Equal(ActivityKind.Client, span.Kind);
            Assert.Equal(span.Name, span.Attributes["db.query.summary"]);
            Assert.Matches("^[a-z][a-z ]+$", span.Name);
        });
        Assert.All(
            ["reserve attempt", "insert session", "insert audit event"],
            name => Assert.Contains(trace.Postgres, span => span.Name == name));
        Assert.DoesNotContain(trace.Spans, span =>
            span.Name == "postgresql" || span.ToString().Contains("SAVEPOINT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Redis_calls_name_the_server()
    {
        var redis = ConfigurationOptions.Parse(observed.Settings.Redis).EndPoints[0].ToString()!.Split(':');

        var (_, trace) = await SignInAsync();

        Assert.NotEmpty(trace.Redis);
        Assert.All(trace.Redis, span =>
        {
            Assert.Equal(ActivityKind.Client, span.Kind);
            Assert.Equal(redis[0], span.Attributes["server.address"]);
            Assert.Equal(redis[1], $"{span.Attributes["server.port"]}");
        });
        Assert.All(
            trace.Spans.Where(span => span.Kind == ActivityKind.Client),
            span => Assert.Contains(span, trace.Postgres.Concat(trace.Redis)));
    }

    [Fact]
    public async Task A_message_about_a_sign_out_names_the_server_too()
    {
        var (user, signIn) = await SignInAsync();

        var signOut = await Trace.OfAsync(observed.Collector, await _client.LogoutAsync(user.AccessToken));

        var message = Assert.Single(signOut.Redis, span => span.Name == "publish message");
        var script = signIn.Redis[0];
        Assert.Equal("PUBLISH", message.Attributes["db.operation.name"]);
        Assert.Equal(script.Attributes["server.address"], message.Attributes["server.address"]);
        Assert.Equal(script.Attributes["server.port"], message.Attributes["server.port"]);
    }

    [Fact]
    public async Task The_wait_for_a_hash_is_apart_from_its_work() => await Eventually.IsTrueAsync(
        async () =>
        {
            var (_, trace) = await SignInAsync();
            var hash = trace.Named("hash password");
            var parts = trace.ChildrenOf(hash);
            Assert.Equal(["run bcrypt", "wait in hash queue"], parts.Select(part => part.Name).Order());
            Assert.All(parts, part => Assert.InRange(part.Start, hash.Start, hash.End));
            Assert.All(parts, part => Assert.InRange(part.End, hash.Start, hash.End));
            Assert.True(trace.Named("wait in hash queue").End <= trace.Named("run bcrypt").Start);
            Assert.InRange((long)hash.Attributes["secureauth.hash.batch_size"]!, 1, 100);
            Assert.InRange((double)hash.Attributes["secureauth.hash.wait"]!, 0, hash.Duration.TotalSeconds);

            // A busy machine may leave a gap between the spans now and then, but not always.
            return parts.Sum(part => part.Duration.TotalSeconds) > 0.8 * hash.Duration.TotalSeconds;
        },
        "the parts of a hash take the time of the whole");

    [Fact]
    public async Task A_request_names_its_user_by_id_alone()
    {
        var (user, signIn) = await SignInAsync();
        var me = await Trace.OfAsync(observed.Collector, await _client.MeAsync(user.AccessToken));
        var forged = await Trace.OfAsync(observed.Collector, await _client.MeAsync(user.AccessToken + "x"));

        Assert.Equal(user.Id.ToString(), signIn.Root.Attributes["enduser.pseudo.id"]);
        Assert.Equal(user.Id.ToString(), me.Root.Attributes["enduser.pseudo.id"]);
        Assert.Null(forged.Root.Attributes["enduser.pseudo.id"]);
        me.IsComplete();
        Assert.All((Trace[])[signIn, me, forged], trace => Assert.All(
            [user.Account.Email, user.Account.DisplayName!, user.Account.Password, user.AccessToken, user.RefreshToken],
            personal => Assert.DoesNotContain(personal, trace.ToString(), StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsDuring(Span request, Span span) => span.Start >= request.Start && span.End <= request.End;

    /// <summary>A user's second sign-in, since the first one opens connections.</summary>
    private async Task<(SignedInUser User, Trace Trace)> SignInAsync()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var response = await _client.LoginAsync(user.Account);
        return (user, await Trace.OfAsync(observed.Collector, response));
    }
}
