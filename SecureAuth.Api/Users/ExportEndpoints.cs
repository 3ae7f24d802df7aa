using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Users;

internal static class ExportEndpoints
{
    private const string FileName = "attachment; filename=\"secureauth-account.json\"";

    public static void MapExport(this RouteGroupBuilder api) => api.MapGet("/users/me/export", ExportAsync)
        .WithName("exportMe")
        .WithTags("The signed-in user")
        .RequireAuthorization()
        .LimitedBy(RateLimitPolicy.Export)
        .WithSummary("Download everything that is stored about the user")
        .WithDescription(
            "A JSON file with the account, the sessions and all security events, but no secret and no hash of one. It needs no "
            + "fresh authentication, because the same token can read most of it elsewhere. The download is recorded as "
            + "`data_exported`, which the user sees in the activity.");

    private static async Task<Results<Ok<ExportResponse>, ProblemResult>> ExportAsync(
        ClaimsPrincipal user, HttpContext context, ExportService exports, ClientDisconnect disconnected)
    {
        if (await exports.ExportAsync(user.Session(), context.ToActor(), disconnected.Token) is not { } export)
        {
            return Problem.Of(ErrorCode.InvalidToken);
        }

        context.Response.Headers.ContentDisposition = FileName;
        return TypedResults.Ok(export);
    }
}
