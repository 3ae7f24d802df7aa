using System.Net;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Refusals;

/// <summary>
/// Logs requests that no honest client sends often: malformed bodies, unknown members, wrong media types and methods. Somebody
/// who probes the validation leaves a trace, and one record for each client address, code and minute, so that a flood of
/// requests is not a flood of records. It is not an audit row: such a request changes nothing, and often has no user.
/// </summary>
internal sealed partial class InvalidRequestLog(RequestDelegate next, TimeProvider time, ILogger<InvalidRequestLog> logger)
{
    private const int MaxBuckets = 10_000;

    /// <summary>If the table is full, new clients share a bucket.</summary>
    private readonly LocalBuckets _records = new(new RateLimit(1, TimeSpan.FromMinutes(1)), MaxBuckets, time);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<ErrorCode>() is not { } code || !IsProbe(code))
        {
            return;
        }

        var address = ClientAddress.Of(context);
        if (_records.Take($"{code}:{address.ToPartition()}").Allowed)
        {
            LogInvalid(code.Code, context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName, address);
        }
    }

    /// <summary>A weak password and an invalid one-time token are audited where they are refused.</summary>
    private static bool IsProbe(ErrorCode code) => code == ErrorCode.InvalidRequest
        || code == ErrorCode.MethodNotAllowed
        || code == ErrorCode.PayloadTooLarge
        || code == ErrorCode.UnsupportedMediaType;

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "A request to {Operation} from {ClientAddress} was refused as {Code}; this is reported once a minute")]
    private partial void LogInvalid(string code, string? operation, IPAddress clientAddress);
}
