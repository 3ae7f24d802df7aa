using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Documentation;

public sealed partial class DocumentTests(TestSystem system)
{
    private const string TokenPair =
        "access_token token_type expires_in refresh_token refresh_expires_in session_id two_fa_required device_token";

    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_document_is_OpenAPI_3_1()
    {
        var response = await _client.GetAsync("/api/v1/openapi.json");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json", response.ContentType);
        Assert.StartsWith("3.1.", response["openapi"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_lists_exactly_the_existing_operations()
    {
        Assert.Equal(
            [
                "delete /api/v1/users/me",
                "delete /api/v1/users/me/passkeys/{id}",
                "delete /api/v1/users/me/password",
                "delete /api/v1/users/me/sessions",
                "delete /api/v1/users/me/sessions/{id}",
                "get /.well-known/jwks.json",
                "get /.well-known/openid-configuration",
                "get /.well-known/webauthn",
                "get /alive",
                "get /api/v1/revocations",
                "get /api/v1/users/me",
                "get /api/v1/users/me/activity",
                "get /api/v1/users/me/export",
                "get /api/v1/users/me/passkeys",
                "get /api/v1/users/me/sessions",
                "get /health",
                "patch /api/v1/users/me",
                "patch /api/v1/users/me/passkeys/{id}",
                "post /api/v1/auth/email/resend",
                "post /api/v1/auth/email/restore",
                "post /api/v1/auth/email/verify",
                "post /api/v1/auth/login",
                "post /api/v1/auth/login/2fa",
                "post /api/v1/auth/logout",
                "post /api/v1/auth/passkeys",
                "post /api/v1/auth/passkeys/options",
                "post /api/v1/auth/password/forgot",
                "post /api/v1/auth/password/reset",
                "post /api/v1/auth/reauthenticate",
                "post /api/v1/auth/refresh",
                "post /api/v1/auth/register",
                "post /api/v1/invitations",
                "post /api/v1/oauth/introspect",
                "post /api/v1/oauth/revoke",
                "post /api/v1/users/me/2fa/disable",
                "post /api/v1/users/me/2fa/recovery-codes",
                "post /api/v1/users/me/2fa/setup",
                "post /api/v1/users/me/2fa/verify",
                "post /api/v1/users/me/email",
                "post /api/v1/users/me/passkeys",
                "post /api/v1/users/me/passkeys/options",
                "post /api/v1/users/me/password",
            ],
            (await OperationsAsync()).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
    }

    /// <summary>These become the method names of a generated client, and its callers depend on them.</summary>
    [Fact]
    public async Task Operation_ids_are_stable()
    {
        Assert.Equal(
            [
                "addPasskey", "changeEmail", "changePassword", "deleteMe", "disableTotp", "endOtherSessions", "endSession",
                "exportMe", "forgotPassword",
                "getAlive", "getHealth", "getMe", "getOpenIdConfiguration", "getPasskeyCreationOptions",
                "getPasskeyLoginOptions", "getRelatedOrigins", "getSigningKeys", "introspectToken", "invite", "listActivity",
                "listPasskeys", "listRevocations", "listSessions", "login", "loginSecondFactor", "loginWithPasskey", "logout",
                "reauthenticate", "refresh", "register",
                "removePasskey", "removePassword", "renamePasskey", "renewRecoveryCodes", "resendVerification", "resetPassword",
                "restoreEmail", "revokeToken", "setUpTotp", "updateMe", "verifyEmail", "verifyTotp",
            ],
            (await OperationsAsync()).Select(o => o.Json.GetProperty("operationId").GetString()).Order(StringComparer.Ordinal));
    }

    /// <summary>The linters of CI compare the examples with their schemas.</summary>
    [Fact]
    public async Task Every_body_and_every_parameter_has_an_example()
    {
        foreach (var operation in await OperationsAsync())
        {
            var request = operation.Json.TryGetProperty("requestBody", out var body) ? Contents(body) : [];
            Assert.All(
                [.. request, .. operation.Responses.EnumerateObject().SelectMany(response => Contents(response.Value))],
                content => Assert.True(
                    content.TryGetProperty("example", out _)
                        || (content.TryGetProperty("examples", out var forms) && forms.EnumerateObject().Any()),
                    $"{operation.Method} {operation.Path}: {content.GetProperty("schema")} has a member without an example."));
            IEnumerable<JsonElement> parameters =
                operation.Json.TryGetProperty("parameters", out var listed) ? listed.EnumerateArray() : [];
            Assert.All(parameters, parameter => Assert.True(
                parameter.TryGetProperty("example", out _), $"{operation.Method} {operation.Path}: {parameter}"));
        }
    }

    [Fact]
    public async Task Every_error_has_an_example_with_its_code_and_its_status()
    {
        var shared = (await DocumentAsync()).GetProperty("components").GetProperty("examples");
        foreach (var operation in await OperationsAsync())
        {
            foreach (var (status, response) in operation.Responses.EnumerateObject().Select(r => (r.Name, r.Value)))
            {
                if (!response.TryGetProperty("content", out var content)
                    || !content.TryGetProperty("application/problem+json", out var problem))
                {
                    continue;
                }

                var examples = problem.GetProperty("examples").EnumerateObject().ToList();
                Assert.Equal(
                    CodeInDescription().Matches(response.GetProperty("description").GetString()!)
                        .Select(match => match.Groups[1].Value),
                    examples.Select(example => example.Name));
                Assert.All(examples, example =>
                {
                    var value = (example.Value.TryGetProperty("$ref", out var reference)
                        ? shared.GetProperty(reference.GetString()!.Split('/')[^1])
                        : example.Value).GetProperty("value");
                    Assert.Equal(example.Name, value.GetProperty("code").GetString());
                    Assert.Equal(status, value.GetProperty("status").GetRawText());
                });
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/auth/login", "400", "invalid_request", "email", "required")]
    [InlineData("/api/v1/auth/email/verify", "400", "invalid_request", "token", "required")]
    [InlineData("/api/v1/auth/register", "400", "weak_password", "password", "too_short")]
    [InlineData("/api/v1/auth/password/reset", "400", "weak_password", "new_password", "too_short")]
    public async Task The_example_of_a_validation_error_names_a_member_of_the_request(
        string path, string status, string code, string member, string reason)
    {
        var operation = (await OperationsAsync()).Single(o => o.Path == path && o.Method == "post");
        var errors = operation.Responses.GetProperty(status).GetProperty("content").GetProperty("application/problem+json")
            .GetProperty("examples").GetProperty(code).GetProperty("value").GetProperty("errors");

        Assert.Equal(reason, Assert.Single(errors.GetProperty(member).EnumerateArray()).GetString());
    }

    /// <summary>
    /// Clients are generated from the document in the repository. <c>.ci/openapi write</c> brings it up to date, and CI compares
    /// it with the last release.
    /// </summary>
    [Fact]
    public async Task The_document_in_the_repository_is_the_one_that_the_API_serves()
    {
        var served = (await _client.GetAsync("/api/v1/openapi.json")).Body + "\n";
        if (Environment.GetEnvironmentVariable("SECUREAUTH_WRITE_OPENAPI") is not null)
        {
            await File.WriteAllTextAsync(Repository.PathOf("docs/openapi.json"), served, TestContext.Current.CancellationToken);
        }

        var committed = await File.ReadAllTextAsync(
            Repository.PathOf("docs/openapi.json"), TestContext.Current.CancellationToken);
        Assert.True(served == committed, "docs/openapi.json is out of date. Run: .ci/openapi write");
    }

    [Fact]
    public async Task Every_operation_states_whether_it_needs_a_token()
    {
        foreach (var operation in await OperationsAsync())
        {
            var security = operation.Json.GetProperty("security").EnumerateArray()
                .Select(way => way.EnumerateObject().SingleOrDefault() is { Value.ValueKind: JsonValueKind.Array } scheme
                    ? scheme.Name
                    : "none");
            string[] expected = operation.Path switch
            {
                "/api/v1/auth/logout" => ["none", "bearer", "cookie"],
                "/api/v1/auth/reauthenticate" or "/api/v1/invitations" => ["bearer", "cookie"],
                "/api/v1/oauth/introspect" or "/api/v1/oauth/revoke" or "/api/v1/revocations" => ["basic"],
                _ when operation.Path.StartsWith("/api/v1/users/", StringComparison.Ordinal) => ["bearer", "cookie"],
                _ => [],
            };
            Assert.Equal(expected, security);
        }
    }

    [Fact]
    public async Task Every_tag_is_described_and_every_operation_has_one()
    {
        var document = await DocumentAsync();
        var described = document.GetProperty("tags").EnumerateArray().ToList();

        Assert.All(described, tag => Assert.NotEmpty(tag.GetProperty("description").GetString()!));
        Assert.Equal(
            described.Select(tag => tag.GetProperty("name").GetString()).Order(StringComparer.Ordinal),
            (await OperationsAsync()).Select(o => Assert.Single(o.Json.GetProperty("tags").EnumerateArray()).GetString())
                .Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("MIT", document.GetProperty("info").GetProperty("license").GetProperty("identifier").GetString());
    }

    /// <summary>A generated client must be able to sign in.</summary>
    [Fact]
    public async Task The_sign_in_responses_are_tokens_or_a_challenge_each_with_an_example()
    {
        var login = (await OperationsAsync()).Single(o => o.Path == "/api/v1/auth/login");
        var content = login.Responses.GetProperty("200").GetProperty("content").GetProperty("application/json");
        var user = await EnrolledUser.CreateAsync(system.Database, _client);

        Assert.Equal(
            [
                "#/components/schemas/TokenPair", "#/components/schemas/SecondFactorChallengeResponse",
                "#/components/schemas/SecondFactorRequiredResponse", "#/components/schemas/CookieSessionResponse",
            ],
            content.GetProperty("schema").GetProperty("oneOf").EnumerateArray().Select(
                schema => schema.GetProperty("$ref").GetString()));
        await IsLikeAsync(await SignInAsync(), "TokenPair", "signed_in");
        await IsLikeAsync(await _client.LoginAsync(user.User.Account), "SecondFactorChallengeResponse", "second_factor");

        async Task<Response> SignInAsync()
        {
            var other = NewUser.Create();
            await _client.RegisterAsync(other);
            return await _client.LoginAsync(other);
        }

        async Task IsLikeAsync(Response response, string schema, string example)
        {
            var members = (await SchemaAsync(schema)).GetProperty("properties");
            var value = content.GetProperty("examples").GetProperty(example).GetProperty("value");
            Assert.Equal(Names(response.Json), Names(members));
            Assert.Equal(Names(response.Json), Names(value));
            var required = (await SchemaAsync(schema)).GetProperty("required").EnumerateArray();

            // A refresh issues no device token.
            Assert.Equal(Names(response.Json).Except(["device_token"]), required.Select(m => m.GetString()!));

            // This member has a fixed value in each schema, so a client can distinguish them.
            var needed = response.Json.GetProperty("two_fa_required").GetBoolean();
            Assert.Equal(needed, value.GetProperty("two_fa_required").GetBoolean());
            Assert.Equal(
                needed, Assert.Single(members.GetProperty("two_fa_required").GetProperty("enum").EnumerateArray()).GetBoolean());
        }
    }

    /// <summary>The members of the last response of a sign-in distinguish it; what completes it has members of its own.</summary>
    [Theory]
    [InlineData("/api/v1/auth/login", "200", "second_factor_setup", "two_fa_setup_required setup_token expires_in")]
    [InlineData("/api/v1/users/me/2fa/verify", "200", "access_token", "recovery_codes")]
    [InlineData("/api/v1/users/me/2fa/verify", "200", "setup_token", "recovery_codes " + TokenPair)]
    [InlineData(
        "/api/v1/users/me/passkeys", "201", "access_token",
        "id name transports backup_eligible backed_up created_at last_used_at")]
    [InlineData(
        "/api/v1/users/me/passkeys", "201", "setup_token",
        "id name transports backup_eligible backed_up created_at last_used_at " + TokenPair)]
    public async Task The_responses_of_a_required_set_up_have_an_example_and_a_schema(
        string path, string status, string example, string members)
    {
        var operation = (await OperationsAsync()).Single(o => o.Path == path && o.Responses.TryGetProperty(status, out _)
            && o.Responses.GetProperty(status).GetProperty("content").GetProperty("application/json").TryGetProperty(
                "examples", out _));
        var content = operation.Responses.GetProperty(status).GetProperty("content").GetProperty("application/json");
        var schemas = content.GetProperty("schema").GetProperty("oneOf").EnumerateArray()
            .Select(schema => schema.GetProperty("$ref").GetString()!.Split('/')[^1]).ToList();

        Assert.Equal(members.Split(' '), Names(content.GetProperty("examples").GetProperty(example).GetProperty("value")));
        Assert.Single(await Task.WhenAll(schemas.Select(SchemaAsync)), schema =>
            Names(schema.GetProperty("properties")).SequenceEqual(members.Split(' ')));
    }

    [Fact]
    public async Task A_form_and_what_a_service_gets_are_documented()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var introspect = (await OperationsAsync()).Single(o => o.Path == ServiceCaller.Introspect).Json;
        var content = Assert.Single(introspect.GetProperty("requestBody").GetProperty("content").EnumerateObject());
        Assert.Equal("application/x-www-form-urlencoded", content.Name);
        Assert.Equal(
            "#/components/schemas/TokenFormRequest", content.Value.GetProperty("schema").GetProperty("$ref").GetString());
        var form = await SchemaAsync("TokenFormRequest");
        Assert.Equal(["token"], form.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.All(
            form.GetProperty("properties").EnumerateObject(),
            parameter => Assert.Equal("string", parameter.Value.GetProperty("type").GetString()));

        var response = await system.NewService().IntrospectAsync(user.AccessToken);
        var introspection = await SchemaAsync("IntrospectionResponse");
        Assert.Equal(Names(response.Json), Names(introspection.GetProperty("properties")));
        Assert.Equal(["active"], introspection.GetProperty("required").EnumerateArray().Select(name => name.GetString()));

        var list = await system.NewService().TryPollAsync();
        var revocations = await SchemaAsync("RevocationsResponse");
        Assert.Equal(Names(list.Json), Names(revocations.GetProperty("properties")));
        Assert.Equal(Names(list.Json), revocations.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        var problem = await SchemaAsync("Problem");
        Assert.DoesNotContain("error", problem.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task The_documented_limits_are_the_real_ones()
    {
        var chosen = (await SchemaAsync("ChangePasswordRequest")).GetProperty("properties").GetProperty("new_password");
        var registered = (await SchemaAsync("RegisterRequest")).GetProperty("properties");

        foreach (var password in new[] { chosen, registered.GetProperty("password") })
        {
            Assert.Equal(12, password.GetProperty("minLength").GetInt32());
            Assert.Equal(128, password.GetProperty("maxLength").GetInt32());
        }

        // Each of these is one character to its user, one code point to JSON Schema and two UTF-16 units.
        var longest = string.Concat(
            Enumerable.Repeat("🚋", registered.GetProperty("display_name").GetProperty("maxLength").GetInt32()));
        Assert.Equal(
            HttpStatusCode.Created, (await _client.RegisterAsync(NewUser.Create() with { DisplayName = longest })).Status);
        Problems.IsInvalid("display_name", await _client.RegisterAsync(NewUser.Create() with { DisplayName = longest + "🚋" }));
    }

    [Fact]
    public async Task A_method_that_is_not_documented_is_not_allowed()
    {
        foreach (var path in (await OperationsAsync()).GroupBy(o => o.Path))
        {
            foreach (var method in Methods.Except(path.Select(o => o.Method)))
            {
                var response = await _client.SendAsync(TestClient.Request(new HttpMethod(method.ToUpperInvariant()), path.Key));
                Problems.Is("method_not_allowed", response);
                Assert.All(path, operation => Assert.True(
                    operation.Responses.GetProperty("405").GetProperty("headers").TryGetProperty("Allow", out _)));
            }
        }
    }

    [Fact]
    public async Task Every_actual_response_is_documented()
    {
        var problem = (await SchemaAsync("Problem")).GetProperty("properties");
        var codes = Words(problem.GetProperty("code"));
        var words = Words(problem.GetProperty("errors").GetProperty("additionalProperties").GetProperty("items"));
        foreach (var operation in await OperationsAsync())
        {
            foreach (var response in await TryAsync(operation))
            {
                var status = $"{(int)response.Status}";
                Assert.True(
                    operation.Responses.TryGetProperty(status, out var documented),
                    $"{operation.Method} {operation.Path} answers {response}, which is not documented.");
                if (response.Body.Length > 0)
                {
                    Assert.Contains(
                        response.ContentType!, documented.GetProperty("content").EnumerateObject().Select(c => c.Name));
                }

                if (response.Code is { } code)
                {
                    Assert.Contains($"`{code}`", documented.GetProperty("description").GetString(), StringComparison.Ordinal);
                    Assert.Contains(code, codes);
                    Assert.All(ReasonsIn(response), reason => Assert.Contains(reason, words));
                }

                Assert.All(
                    documented.GetProperty("headers").EnumerateObject(), header => Assert.NotNull(response.Header(header.Name)));
            }
        }
    }

    [Fact]
    public async Task The_example_requests_work()
    {
        var document = (await _client.GetAsync("/api/v1/openapi.json")).Json;
        var member = document.GetProperty("components").GetProperty("schemas").GetProperty("RegisterRequest")
            .GetProperty("properties");
        var password = member.GetProperty("password").GetProperty("examples")[0].GetString()!;

        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(NewUser.Create() with { Password = password })).Status);
    }

    private async Task<IReadOnlyList<Response>> TryAsync(Operation operation)
    {
        var user = await SignedInUser.CreateAsync(_client);
        HttpRequestMessage Request(string? token = null) =>
            TestClient.Request(new HttpMethod(operation.Method.ToUpperInvariant()), operation.Path, token);
        var responses = new List<Response>
        {
            await _client.SendAsync(Request()),
            await _client.SendAsync(Request("garbage")),
            await _client.SendAsync(Request(user.AccessToken)),
        };
        if (operation.Json.GetProperty("security").EnumerateArray().Any(way => way.TryGetProperty("basic", out _)))
        {
            return [.. responses, .. await TryAsServiceAsync(operation, user)];
        }

        if (operation.Method != "post")
        {
            return responses;
        }

        var other = NewUser.Create();
        foreach (var body in new[]
        {
            "{", "{}", "{\"unknown\":1}", new string('x', 20_000),
            $$"""{"email":"{{other.Email}}","password":"{{other.Password}}"}""",
            $$"""{"email":"{{other.Email}}","password":"{{other.Password}}"}""",
            $$"""{"email":"{{user.Account.Email}}","password":"{{user.Account.Password}}"}""",
            $$"""{"email":"{{other.Email}}","password":"short"}""",
            """{"refresh_token":"garbage"}""", $$"""{"refresh_token":"{{user.RefreshToken}}"}""",
        })
        {
            responses.Add(await _client.PostTextAsync(operation.Path, body));
        }

        responses.Add(await _client.PostTextAsync(operation.Path, "{}", "text/plain"));
        return responses;
    }

    private async Task<IReadOnlyList<Response>> TryAsServiceAsync(Operation operation, SignedInUser user)
    {
        var service = system.NewService();
        return operation.Method == "get"
            ?
            [
                await service.TryPollAsync(), await service.TryPollAsync("x", "26"), await service.TryPollAsync(wait: "x"),
                await new ServiceCaller(_client, "wrong").TryPollAsync(),
            ]
            :
            [
                await service.PostAsync(operation.Path),
                await service.PostAsync(operation.Path, ("token", user.AccessToken)),
                await service.PostAsync(operation.Path, ("token", user.RefreshToken)),
                await service.PostTextAsync(operation.Path, "token=%"),
                await service.PostTextAsync(operation.Path, "{}", "application/json"),
                await service.PostTextAsync(operation.Path, new string('x', 20_000)),
                await new ServiceCaller(_client, "wrong").IntrospectAsync("x"),
            ];
    }

    private static IReadOnlyList<JsonElement> Contents(JsonElement body) => body.TryGetProperty("content", out var content)
        ? [.. content.EnumerateObject().Select(media => media.Value)]
        : [];

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private static IReadOnlyList<string> Words(JsonElement schema) =>
        [.. schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!)];

    private static IEnumerable<string> ReasonsIn(Response response) => response.Json.TryGetProperty("errors", out var errors)
        ? errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray()).Select(reason => reason.GetString()!)
        : [];

    private async Task<JsonElement> DocumentAsync() => (await _client.GetAsync("/api/v1/openapi.json")).Json;

    private async Task<JsonElement> SchemaAsync(string name) =>
        (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(name);

    private async Task<IReadOnlyList<Operation>> OperationsAsync() =>
    [
        .. from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new Operation(path.Name, operation.Name, operation.Value),
    ];

    [GeneratedRegex("(?m)^- `([a-z_]+)`:")]
    private static partial Regex CodeInDescription();

    private sealed record Operation(string Path, string Method, JsonElement Json)
    {
        public JsonElement Responses => Json.GetProperty("responses");
    }
}
