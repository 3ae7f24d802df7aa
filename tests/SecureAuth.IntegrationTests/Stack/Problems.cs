using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The error codes of the contract and the shape of their problem documents.</summary>
internal static class Problems
{
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["invalid_request"] = 400,
        ["weak_password"] = 400,
        ["email_taken"] = 409,
        ["invalid_credentials"] = 401,
        ["account_locked"] = 423,
        ["account_disabled"] = 403,
        ["email_not_verified"] = 403,
        ["invalid_refresh_token"] = 401,
        ["refresh_token_reused"] = 401,
        ["invalid_token"] = 401,
        ["invalid_temp_token"] = 401,
        ["invalid_code"] = 401,
        ["invalid_client"] = 401,
        ["reauthentication_required"] = 403,
        ["second_factor_required"] = 403,
        ["cross_site_request"] = 403,
        ["conflict"] = 409,
        ["payload_too_large"] = 413,
        ["unsupported_media_type"] = 415,
        ["method_not_allowed"] = 405,
        ["not_found"] = 404,
        ["rate_limited"] = 429,
        ["server_busy"] = 503,
        ["service_unavailable"] = 503,
    };

    private static readonly string[] Members = ["type", "title", "status", "detail", "instance", "code", "request_id"];

    private static readonly int[] StatusesThatSayWhen = [423, 429, 503];

    /// <summary>Fails unless the response is that problem with its status, media type, members and headers.</summary>
    public static void Is(string code, Response response) => Is(code, Statuses[code], response);

    /// <summary>Fails unless the response refuses a mailed token, which is part of the body.</summary>
    public static void IsInvalidOneTimeToken(Response response) => Is("invalid_token", 400, response);

    /// <summary>Fails unless the response refuses a password that no time unlocks, so there is nothing to wait for.</summary>
    public static void IsLockedForGood(Response response) => Is("account_locked", 423, response, saysWhen: false);

    private static void Is(string code, int status, Response response) =>
        Is(code, status, response, StatusesThatSayWhen.Contains(status));

    private static void Is(string code, int status, Response response, bool saysWhen)
    {
        Assert.True(response.Code == code, $"{code} was expected instead of: {response}");
        Assert.Equal((HttpStatusCode)status, response.Status);

        var hasErrors = code is "invalid_request" or "weak_password";
        var members = response.Json.EnumerateObject().Select(member => member.Name).ToList();
        string[] errors = hasErrors ? ["errors"] : [];
        string[] forServices = IsForService(code, response) ? ["error", "error_description"] : [];
        Assert.Equal([.. Members, .. errors, .. forServices], members);
        Assert.Equal(status, response.Json.GetProperty("status").GetInt32());
        Assert.Equal(response.RequestId, response["request_id"]);
        Assert.All(["type", "title", "detail"], member => Assert.NotEmpty(response[member]));
        Assert.StartsWith("/", response["instance"], StringComparison.Ordinal);

        Assert.Equal(saysWhen, response.RetryAfter is >= 1);
        Assert.Equal(status == 401, response.Header("WWW-Authenticate") is not null);
    }

    /// <summary>No endpoint answers a path or a method that does not exist.</summary>
    private static bool IsForService(string code, Response response) =>
        code is not ("not_found" or "method_not_allowed")
        && (response["instance"].StartsWith("/api/v1/oauth/", StringComparison.Ordinal)
            || response["instance"] == "/api/v1/revocations");

    /// <summary>Fails unless the response is an invalid request that names the field.</summary>
    public static void IsInvalid(string field, Response response)
    {
        Is("invalid_request", response);
        Assert.True(response.ErrorsOf(field).Count > 0, $"There is no error for {field}: {response}");
    }
}
