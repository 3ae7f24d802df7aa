using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>
/// Refuses what is sent to an endpoint that takes no body: the client means something by it that would not happen. Nothing,
/// white space and <c>{}</c> are let through. After authorization, as the parsing of the other bodies is.
/// </summary>
internal sealed class UnexpectedBodyMiddleware(RequestDelegate next, IOptions<JsonOptions> json)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (RequestBodyMiddleware.HasBody(context)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is null
            && ErrorsIn(await RequestBodyMiddleware.PeekAsync(context)) is { } errors)
        {
            await Problem.WriteAsync(context, ErrorCode.InvalidRequest, errors: errors.ToDictionary());
            return;
        }

        await next(context);
    }

    /// <summary>By the reader of all other bodies, so that the same things are refused for the same reasons.</summary>
    private FieldErrors? ErrorsIn(byte[] body)
    {
        if (!body.AsSpan().ContainsAnyExcept(" \t\r\n"u8))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<NoMembers>(body, json.Value.SerializerOptions) is null
                ? JsonErrors.MalformedBody()
                : null;
        }
        catch (JsonException error)
        {
            return JsonErrors.From(error);
        }
    }

    private sealed record NoMembers;
}
