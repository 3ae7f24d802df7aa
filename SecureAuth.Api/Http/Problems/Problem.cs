using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace SecureAuth.Api.Http.Problems;

/// <summary>Makes and writes problems: the only way in which this API says no.</summary>
internal static class Problem
{
    public static ProblemResult Of(ErrorCode code) => new(code);

    public static ProblemResult Validation(FieldErrors errors) =>
        new(ErrorCode.InvalidRequest) { Errors = errors.ToDictionary() };

    public static ProblemResult WeakPassword(IEnumerable<string> reasons) =>
        new(ErrorCode.WeakPassword) { Errors = new Dictionary<string, string[]> { ["password"] = [.. reasons] } };

    /// <summary>Writes a problem from a middleware; an endpoint returns a <see cref="ProblemResult"/> instead.</summary>
    public static async Task WriteAsync(
        HttpContext context,
        ErrorCode code,
        TimeSpan? retryAfter = null,
        IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemDocument(
                code.Type, code.Title, code.Status, code.Detail,
                context.Request.Path.ToUriComponent(), code.Code, context.TraceIdentifier, errors),
            JsonSettings.Responses);

        var response = context.Response;
        response.StatusCode = code.Status;
        response.ContentType = ProblemDocument.ContentType;
        response.ContentLength = body.Length;

        if (code.HasRetryAfter)
        {
            response.Headers.RetryAfter = WholeSeconds(retryAfter ?? TimeSpan.Zero).ToString(CultureInfo.InvariantCulture);
        }

        if (code.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = Challenge(context.Request, code);
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>At least one: a retry at the very second that was told must be let through.</summary>
    internal static long WholeSeconds(TimeSpan delay) => Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds));

    /// <summary>RFC 9110 wants a challenge with every 401; RFC 6750, section 3.1, an error in it only where a token came.</summary>
    private static string Challenge(HttpRequest request, ErrorCode code)
    {
        var tokenCame = request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        return code == ErrorCode.InvalidToken && tokenCame ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
