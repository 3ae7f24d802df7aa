using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Metadata;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Http.Failures;

/// <summary>
/// Turns every unhandled exception into an error code of the contract. The exception's text never leaves the process.
/// </summary>
internal sealed partial class ExceptionMiddleware(RequestDelegate next, ILogger<ExceptionMiddleware> logger)
{
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (IsClientGone(context, error))
        {
            // The client has disconnected, so there is nobody to answer and nothing to repair.
        }
        catch (BadHttpRequestException error)
        {
            await AnswerAsync(context, ErrorCode.ForStatus(error.StatusCode), errors: ErrorsOf(context, error));
        }
        catch (Exception error) when (error is OperationCanceledException || DatabaseErrors.IsOutage(error))
        {
            // The stack trace is omitted: in an outage every request fails at the same place, and clients decide how many
            // requests there are.
            LogOutage(CauseOf(error));
            await AnswerAsync(context, ErrorCode.ServiceUnavailable, OutageRetry);
        }
#pragma warning disable CA1031 // This is the last resort, which must catch everything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogDefect(error);
            await AnswerAsync(context, ErrorCode.InternalError);
        }
    }

    private static bool IsClientGone(HttpContext context, Exception error) => error switch
    {
        ConnectionResetException or ConnectionAbortedException => true,
        OperationCanceledException or IOException => ClientDisconnect.TokenOf(context).IsCancellationRequested,
        _ => false,
    };

    /// <summary>The innermost message is the clearest one, except for an exception of this project.</summary>
    private static string CauseOf(Exception error) =>
        error is StoreUnavailableException ? error.Message : error.GetBaseException().Message;

    private static async Task AnswerAsync(
        HttpContext context, ErrorCode code, TimeSpan? retryAfter = null, FieldErrors? errors = null)
    {
        if (context.Response.HasStarted)
        {
            // A truncated response must not look complete.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await Problem.WriteAsync(context, code, retryAfter, errors?.ToDictionary());
    }

    private static FieldErrors? ErrorsOf(HttpContext context, BadHttpRequestException error) => error switch
    {
        { InnerException: JsonException json } => JsonErrors.From(json),

        // The body is empty or the JSON literal null.
        { StatusCode: StatusCodes.Status400BadRequest } when error.GetType() == typeof(BadHttpRequestException)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null => JsonErrors.MissingBody(),
        _ => null,
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request failed")]
    private partial void LogDefect(Exception error);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning, Message = "A request failed because the database is unavailable: {Cause}")]
    private partial void LogOutage(string cause);
}
