using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OpenApi;

public sealed class DocumentTests(TestSystem system)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task It_is_OpenAPI_3_1()
    {
        var answer = await _client.GetAsync("/api/v1/openapi.json");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.StartsWith("3.1.", answer["openapi"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lists_what_exists_and_nothing_else()
    {
        Assert.Equal(
            [
                "delete /api/v1/users/me/sessions",
                "delete /api/v1/users/me/sessions/{id}",
                "get /.well-known/jwks.json",
                "get /.well-known/openid-configuration",
                "get /alive",
                "get /api/v1/users/me",
                "get /api/v1/users/me/sessions",
                "get /health",
                "post /api/v1/auth/login",
                "post /api/v1/auth/login/2fa",
                "post /api/v1/auth/logout",
                "post /api/v1/auth/reauthenticate",
                "post /api/v1/auth/refresh",
                "post /api/v1/auth/register",
                "post /api/v1/users/me/2fa/disable",
                "post /api/v1/users/me/2fa/recovery-codes",
                "post /api/v1/users/me/2fa/setup",
                "post /api/v1/users/me/2fa/verify",
                "post /api/v1/users/me/password",
            ],
            (await OperationsAsync()).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_method_that_it_does_not_list_is_not_allowed()
    {
        foreach (var path in (await OperationsAsync()).GroupBy(o => o.Path))
        {
            foreach (var method in Methods.Except(path.Select(o => o.Method)))
            {
                var answer = await _client.SendAsync(TestClient.Request(new HttpMethod(method.ToUpperInvariant()), path.Key));
                Problems.Is("method_not_allowed", answer);
            }
        }
    }

    [Fact]
    public async Task Whatever_comes_is_documented_with_its_status_media_type_and_code()
    {
        foreach (var operation in await OperationsAsync())
        {
            foreach (var answer in await TryAsync(operation))
            {
                var status = $"{(int)answer.Status}";
                Assert.True(
                    operation.Responses.TryGetProperty(status, out var documented),
                    $"{operation.Method} {operation.Path} answers {answer}, which is not documented.");
                if (answer.Body.Length > 0)
                {
                    Assert.Contains(answer.ContentType!, documented.GetProperty("content").EnumerateObject().Select(c => c.Name));
                }

                if (answer.Code is { } code)
                {
                    Assert.Contains($"`{code}`", documented.GetProperty("description").GetString(), StringComparison.Ordinal);
                }

                Assert.All(documented.GetProperty("headers").EnumerateObject(), header => Assert.NotNull(answer.Header(header.Name)));
            }
        }
    }

    [Fact]
    public async Task Its_example_requests_work()
    {
        var document = (await _client.GetAsync("/api/v1/openapi.json")).Json;
        var member = document.GetProperty("components").GetProperty("schemas").GetProperty("RegisterRequest").GetProperty("properties");
        var password = member.GetProperty("password").GetProperty("examples")[0].GetString()!;

        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(NewUser.Create() with { Password = password })).Status);
    }

    private async Task<IReadOnlyList<Answer>> TryAsync(Operation operation)
    {
        var user = await SignedInUser.CreateAsync(_client);
        HttpRequestMessage Request(string? token = null) =>
            TestClient.Request(new HttpMethod(operation.Method.ToUpperInvariant()), operation.Path, token);
        var answers = new List<Answer>
        {
            await _client.SendAsync(Request()),
            await _client.SendAsync(Request("garbage")),
            await _client.SendAsync(Request(user.AccessToken)),
        };
        if (operation.Method != "post")
        {
            return answers;
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
            answers.Add(await _client.PostTextAsync(operation.Path, body));
        }

        answers.Add(await _client.PostTextAsync(operation.Path, "{}", "text/plain"));
        return answers;
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync() =>
    [
        .. from path in (await _client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new Operation(path.Name, operation.Name, operation.Value.GetProperty("responses")),
    ];

    private sealed record Operation(string Path, string Method, JsonElement Responses);
}
