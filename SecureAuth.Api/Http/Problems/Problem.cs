using System.Globalization;
using System.Text.Json;
using SecureAuth.Api.Http.Clients;

namespace SecureAuth.Api.Http.Problems;

/// <summary>Creates and writes problems. All error responses of this API are written here.</summary>
internal static class Problem
{
    public static ProblemResult Of(ErrorCode code) => new(code);

    public static ProblemResult Validation(FieldErrors errors) =>
        new(ErrorCode.InvalidRequest) { Errors = errors.ToDictionary() };

    public static ProblemResult WeakPassword(IEnumerable<string> reasons) =>
        new(ErrorCode.WeakPassword) { Errors = new Dictionary<string, string[]> { ["password"] = [.. reasons] } };

    /// <summary>Writes a problem from a middleware. An endpoint returns a <see cref="ProblemResult"/> instead.</summary>
    public static async Task WriteAsync(
        HttpContext context,
        ErrorCode code,
        TimeSpan? retryAfter = null,
        IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var isForService = ServiceClient.Serves(context);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            DocumentOf(code, context.Request.Path.ToUriComponent(), context.TraceIdentifier, errors, isForService),
            ProblemJson.Default.ProblemDocument);

        // For the middleware that reports what was refused.
        context.Features.Set(code);

        var response = context.Response;
        response.StatusCode = code.Status;
        response.ContentType = ProblemDocument.ContentType;
        response.ContentLength = body.Length;

        if (code.HasRetryAfter && retryAfter != Timeout.InfiniteTimeSpan)
        {
            response.Headers.RetryAfter = WholeSeconds(retryAfter ?? TimeSpan.Zero).ToString(CultureInfo.InvariantCulture);
        }

        if (code.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = Challenge(context.Request, code);
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Services may use clients of OAuth 2.0, which read its own members.</summary>
    internal static ProblemDocument DocumentOf(
        ErrorCode code, string path, string requestId, IReadOnlyDictionary<string, string[]>? errors, bool isForService) => new(
        code.Type, code.Title, code.Status, code.Detail, path, code.Code, requestId, errors,
        isForService ? code.OAuthError : null,
        isForService ? code.Detail : null);

    /// <summary>Rounds up, to at least one second, so that a retry at exactly this time succeeds.</summary>
    internal static long WholeSeconds(TimeSpan delay) => Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds));

    /// <summary>
    /// RFC 9110 requires a challenge with every 401. RFC 6750, section 3.1, allows an error code in it only if the request had a
    /// token.
    /// </summary>
    private static string Challenge(HttpRequest request, ErrorCode code)
    {
        if (code == ErrorCode.InvalidClient)
        {
            return "Basic realm=\"secureauth\"";
        }

        var hasToken = BearerToken.Of(request) is not null;
        return code == ErrorCode.InvalidToken && hasToken ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
