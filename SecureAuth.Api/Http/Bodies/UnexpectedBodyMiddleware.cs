using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>
/// Rejects a body that is sent to an endpoint without one, since the client expects an effect that it would not have. An empty
/// body, white space and <c>{}</c> are accepted. It runs after authorization, as the parsing of all other bodies does.
/// </summary>
internal sealed class UnexpectedBodyMiddleware(RequestDelegate next, IOptions<JsonOptions> json)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (RequestBodyMiddleware.HasBody(context)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is null
            && !FormBody.IsExpectedBy(context)
            && ErrorsIn(await RequestBodyMiddleware.PeekAsync(context)) is { } errors)
        {
            await Problem.WriteAsync(context, ErrorCode.InvalidRequest, errors: errors.ToDictionary());
            return;
        }

        await next(context);
    }

    /// <summary>Uses the JSON options of all other bodies, so that the same errors have the same reasons.</summary>
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
