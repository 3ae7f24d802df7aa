using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SecureAuth.Api;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Stores;
using SecureAuth.Api.Users;
using SecureAuth.Core;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>The tables of docs/security.md say what the code does.</summary>
public sealed partial class SecurityDocumentTests
{
    private const string Anybody = "anybody";
    private const string User = "user";
    private const string Service = "service";

    private sealed record Function(string Operation, string Caller, bool Recent, bool SecondFactor, bool SetUp);

    [Fact]
    public void Every_operation_is_in_the_table_of_functions_once_with_its_caller()
    {
        var documented = Functions().Select(function => $"{function.Operation} {function.Caller}");

        Assert.Equal(Operations().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_table_of_functions_says_what_the_policies_say()
    {
        var functions = Functions().ToDictionary(function => function.Operation);
        await using var app = App();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToList();

        Assert.True(endpoints.Count > 30, $"{endpoints.Count} endpoints");
        Assert.All(endpoints, endpoint => Assert.Equal(functions[NameOf(endpoint)], FunctionOf(endpoint)));
    }

    [Fact]
    public void Every_member_of_an_account_is_in_the_table_of_fields()
    {
        var documented = Rows("Fields").SelectMany(row => Code().Matches(row[0])).Select(match => match.Groups["text"].Value);
        var members = typeof(UserResponse).GetProperties()
            .Where(property => property.DeclaringType == typeof(UserResponse) && property.GetMethod!.IsPublic)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
            .Where(name => name != "equality_contract");

        Assert.Equal(members.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static string NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;

    private static Function FunctionOf(Endpoint endpoint)
    {
        var isAnonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var authorization = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policies = authorization.Select(data => data.Policy).OfType<string>().ToList();
        var caller = endpoint.Metadata.GetMetadata<ServiceEndpoint>() is not null ? Service
            : isAnonymous ? Anybody
            : authorization.Count > 0 ? User
            : "undecided";
        return new Function(
            NameOf(endpoint),
            caller,
            policies.Contains("fresh"),
            policies.Contains("second factor"),
            policies.Contains("set-up"));
    }

    /// <summary>The operations of the OpenAPI document, with whom they let in.</summary>
    private static IEnumerable<string> Operations()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SourceTree.Root, "docs", "openapi.json")));
        return
        [
            .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _)
               select $"{operation.Value.GetProperty("operationId").GetString()} {CallerOf(operation.Value)}",
        ];
    }

    /// <summary>An operation that takes a token if there is one lets everybody in.</summary>
    private static string CallerOf(JsonElement operation)
    {
        var schemes = operation.TryGetProperty("security", out var security)
            ? security.EnumerateArray()
                .Select(scheme => scheme.EnumerateObject().Select(member => member.Name).FirstOrDefault("")).ToList()
            : [];
        return schemes.Count == 0 || schemes.Contains("") ? Anybody : schemes is ["basic"] ? Service : User;
    }

    private static IEnumerable<Function> Functions() =>
        from row in Rows("Functions")
        from operation in Code().Matches(row[0])
        select new Function(operation.Groups["text"].Value, row[1], row[2] == "yes", row[3] == "yes", row[4] == "yes");

    private static IEnumerable<string[]> Rows(string section)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "security.md"));
        return text.Split($"\n### {section}\n")[1].Split("\n#")[0].Split('\n')
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line[1..^1].Split('|', StringSplitOptions.TrimEntries));
    }

    /// <summary>The API with all its endpoints, which is not started.</summary>
    private static WebApplication App()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:secureauth"] = "Host=127.0.0.1;Database=secureauth;Username=secureauth_api",
            ["ConnectionStrings:redis"] = "127.0.0.1:6379",
            ["Tokens:Issuer"] = "http://auth.test",
            ["Tokens:Audience"] = "tests",
            ["Accounts:EmailVerification"] = "Optional",
            ["Accounts:InvitingRoles:0"] = "inviter",
            ["Email:PickupDirectory"] = "mail",
        });
        builder.AddServiceDefaults();
        builder.AddStores();
        builder.Services.AddSecureAuthCore();
        builder.AddSecureAuthApi();
        var app = builder.Build();
        app.MapSecureAuthEndpoints();
        return app;
    }

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
