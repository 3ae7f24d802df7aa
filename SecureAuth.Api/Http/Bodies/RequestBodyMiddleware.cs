using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>Rejects a body that is too large, has an unsupported media type or cannot be read, before it is parsed.</summary>
internal sealed class RequestBodyMiddleware(RequestDelegate next)
{
    /// <summary>The maximum length of a body in bytes. It is part of the API's contract.</summary>
    public const int MaxLength = 16 * 1024;

    private const string JsonMediaType = "application/json";

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
            // Every invalid_request names the invalid field, which is the body here.
            var errors = code == ErrorCode.InvalidRequest ? JsonErrors.MalformedBody().ToDictionary() : null;
            await Problem.WriteAsync(context, code, errors: errors);
            return;
        }

        // The framework fails to parse a quoted charset in this header, so the header is normalised.
        context.Request.ContentType = MediaTypeFor(context);
        await next(context);
    }

    /// <summary>
    /// Whether the request has a body and reaches an endpoint, which may or may not accept a body. Routing answers an unknown
    /// path or a wrong method without reading the body.
    /// </summary>
    public static bool HasBody(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    /// <summary>Whether the request has a body that this middleware will not reject, for a middleware before it.</summary>
    public static async Task<bool> IsAcceptableAsync(HttpContext context) =>
        HasBody(context) && await RefusalAsync(context) is null;

    /// <summary>Reads the body up to one byte beyond the limit, without consuming it.</summary>
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

        // An empty chunked body counts as no body, whatever its declared type.
        if (body.IsEmpty)
        {
            return null;
        }

        // A page of another origin can send a form or plain text without a CORS preflight. Only endpoints that demand a secret in
        // each request take a form. A compressed body could be a decompression bomb.
        if (!Is(MediaTypeFor(request.HttpContext), request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            return ErrorCode.UnsupportedMediaType;
        }

        // RFC 8259, section 8.1, forbids a byte order mark, and a form cannot begin with one. A parser in front of this process
        // may or may not skip it.
        return body.StartsWith(ByteOrderMark) ? ErrorCode.InvalidRequest : null;
    }

    /// <summary>Reads the body to check its length, which a chunked request does not declare.</summary>
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
    /// Whether Kestrel could not parse the chunks or their trailers. It throws a <see cref="BadHttpRequestException"/> in most
    /// cases, an <see cref="IOException"/> for a chunk size that overflows, and an <see cref="InvalidOperationException"/> for a
    /// trailer that is not UTF-8. No code of this project that could throw either has run yet.
    /// </summary>
    private static bool IsUnreadable(Exception error) => error switch
    {
        BadHttpRequestException badRequest => badRequest.StatusCode == StatusCodes.Status400BadRequest,
        ConnectionResetException => false,
        IOException or InvalidOperationException => true,
        _ => false,
    };

    private static string MediaTypeFor(HttpContext context) =>
        FormBody.IsExpectedBy(context) ? FormBody.MediaType : JsonMediaType;

    private static bool Is(string mediaType, string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue
            || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
