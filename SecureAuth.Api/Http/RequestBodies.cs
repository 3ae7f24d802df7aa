using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace SecureAuth.Api.Http;

/// <summary>Refuses a body that an endpoint should not even begin to parse.</summary>
internal sealed class RequestBodies(RequestDelegate next)
{
    /// <summary>The contract's limit, in bytes.</summary>
    public const int MaxLength = 16 * 1024;

    private const string MediaType = "application/json";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public async Task InvokeAsync(HttpContext context)
    {
        var takesBody = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
        if (takesBody && HasBody(context))
        {
            if ((Refusal(context.Request) ?? await RefusalOfContentAsync(context)) is { } code)
            {
                // Like every invalid request, one that is refused for its first bytes says what is to blame.
                var errors = code == ErrorCode.InvalidRequest ? JsonErrors.MalformedBody().ToDictionary() : null;
                await Problem.WriteAsync(context, code, errors: errors);
                return;
            }

            // The framework's own reading of this header fails on a quoted charset, so it gets to see the plain form.
            context.Request.ContentType = MediaType;
        }

        await next(context);
    }

    public static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    internal static ErrorCode? Refusal(HttpRequest request)
    {
        if (request.ContentLength > MaxLength)
        {
            return ErrorCode.PayloadTooLarge;
        }

        // A form or plain text is what another origin's page can send without a preflight; a compressed body is a bomb.
        return IsJson(request.ContentType) && request.Headers.ContentEncoding.Count == 0
            ? null
            : ErrorCode.UnsupportedMediaType;
    }

    /// <summary>Looks at the whole body, which a chunked one does not announce, and leaves it to be read again.</summary>
    private static async Task<ErrorCode?> RefusalOfContentAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;

        var read = await reader.ReadAtLeastAsync(MaxLength + 1, context.RequestAborted);
        var refusal = read.Buffer.Length > MaxLength ? ErrorCode.PayloadTooLarge
            : BeginsWithByteOrderMark(read.Buffer) ? ErrorCode.InvalidRequest
            : null;
        reader.AdvanceTo(read.Buffer.Start);
        return refusal;
    }

    /// <summary>RFC 8259, section 8.1: none is sent. A parser in front of us may or may not skip one.</summary>
    private static bool BeginsWithByteOrderMark(in ReadOnlySequence<byte> body) =>
        new SequenceReader<byte>(body).IsNext(ByteOrderMark);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
