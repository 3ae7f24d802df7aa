using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>Refuses a body that an endpoint should not even begin to parse.</summary>
internal sealed class RequestBodyMiddleware(RequestDelegate next)
{
    /// <summary>The contract's limit, in bytes.</summary>
    public const int MaxLength = 16 * 1024;

    private const string MediaType = "application/json";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HasBody(context))
        {
            await next(context);
            return;
        }

        if (await RefusalAsync(context) is { } code)
        {
            // Like every invalid request, one that is refused for its first bytes says what is to blame.
            var errors = code == ErrorCode.InvalidRequest ? JsonErrors.MalformedBody().ToDictionary() : null;
            await Problem.WriteAsync(context, code, errors: errors);
            return;
        }

        // The framework's own reading of this header fails on a quoted charset, so it gets to see the plain form.
        context.Request.ContentType = MediaType;
        await next(context);
    }

    /// <summary>
    /// Whether a body came for an endpoint of ours, whether or not it takes one. What routing answers by itself, an unknown
    /// path or a wrong method, is answered without a look at the body.
    /// </summary>
    public static bool HasBody(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    /// <summary>The body as far as it may go, and one byte further. It stays to be read again.</summary>
    public static async Task<byte[]> PeekAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync(MaxLength + 1, context.RequestAborted);
        var body = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxLength + 1)).ToArray();
        reader.AdvanceTo(read.Buffer.Start);
        return body;
    }

    internal static ErrorCode? Refusal(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxLength)
        {
            return ErrorCode.PayloadTooLarge;
        }

        // Chunks that hold nothing are no body, whatever their type is said to be.
        if (body.IsEmpty)
        {
            return null;
        }

        // A form or plain text is what another origin's page can send without a preflight; a compressed body is a bomb.
        if (!IsJson(request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            return ErrorCode.UnsupportedMediaType;
        }

        // RFC 8259, section 8.1: none is sent. A parser in front of us may or may not skip one.
        return body.StartsWith(ByteOrderMark) ? ErrorCode.InvalidRequest : null;
    }

    /// <summary>Looks at the whole body, whose length a chunked one does not announce.</summary>
    private static async Task<ErrorCode?> RefusalAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxLength)
        {
            return ErrorCode.PayloadTooLarge;
        }

        try
        {
            return Refusal(context.Request, await PeekAsync(context));
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return ErrorCode.InvalidRequest;
        }
    }

    /// <summary>
    /// Whether the server could not make sense of the chunks or their trailers. For most of that it has an exception that
    /// says so; a chunk size that overflows is an <see cref="IOException"/>, and a trailer that is not UTF-8 an
    /// <see cref="InvalidOperationException"/>. Nothing of ours has run that could throw either.
    /// </summary>
    private static bool IsUnreadable(Exception error) => error switch
    {
        BadHttpRequestException refused => refused.StatusCode == StatusCodes.Status400BadRequest,
        ConnectionResetException => false,
        IOException or InvalidOperationException => true,
        _ => false,
    };

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
