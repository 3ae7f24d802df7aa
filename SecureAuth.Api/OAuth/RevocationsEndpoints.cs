using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Sessions.Feed;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.OAuth;

/// <param name="Id">The id of the session, which is the <c>sid</c> claim of its access tokens.</param>
/// <param name="RevokedAt">When it was ended. Its last access token has expired 70 minutes later.</param>
internal sealed record RevokedSession(
    [Field(Example = Examples.SessionId)] Guid Id, [Field(Example = Examples.Time)] DateTime RevokedAt) : Confidential;

/// <param name="UserId">The id of the user, which is the <c>sub</c> claim of the access tokens.</param>
/// <param name="RolesVersion">
/// Access tokens of the user with a lower <c>roles_version</c> contain former roles. A token without the claim has version 0.
/// </param>
/// <param name="ChangedAt">When the roles were changed. The last token with the former ones has expired 70 minutes later.</param>
internal sealed record ChangedRoles(
    [Field(Example = Examples.UserId)] Guid UserId,
    [Field(Example = 1_769_862_895_120)] long RolesVersion,
    [Field(Example = Examples.Time)] DateTime ChangedAt) : Confidential;

/// <param name="Cursor">The value of <c>since</c> for the next request.</param>
/// <param name="Reset">
/// Whether this begins a new list, which replaces what you have as soon as it is complete. Otherwise add the sessions to it.
/// </param>
/// <param name="More">Whether the list continues. Ask for the rest at once.</param>
/// <param name="Epoch">
/// Access tokens issued (<c>iat</c>) before this time are revoked, in Unix seconds. It is rounded up; <c>first_session</c> is
/// exact.
/// </param>
/// <param name="FirstSession">
/// Sessions with a lower id have been ended all at once. Compare the ids as lower-case texts.
/// </param>
/// <param name="Sessions">Sessions that have ended, in any order. One may appear again in a later response.</param>
/// <param name="Roles">
/// Users whose roles have changed, in any order. Their sessions go on. Of several entries for a user, the highest version counts.
/// </param>
internal sealed record RevocationsResponse(
    [Field(Example = "MSAyZDcxMTY0MmI3MjZiMDQ0IDAgNzMwOjczMDo")] string Cursor,
    [Field(Example = false)] bool Reset,
    [Field(Example = false)] bool More,
    [Field(Example = 1_769_862_896)] long Epoch,
    [Field(Example = "01990a7c-0000-0000-0000-000000000000")] Guid FirstSession,
    IReadOnlyList<RevokedSession> Sessions,
    IReadOnlyList<ChangedRoles> Roles) : Confidential;

internal static class RevocationsEndpoints
{
    /// <summary>In seconds. Proxies often end a request that takes 30 seconds.</summary>
    private const int MaxWait = 25;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public static void MapRevocations(this RouteGroupBuilder api) => api.MapGroup("").WithTags("Services")
        .RequireService()
        .MapGet("/revocations", ListAsync)
        .WithName("listRevocations")
        .WithProblems(ErrorCode.ServerBusy)
        .WithSummary("Learn which sessions have been ended, as soon as they are")
        .WithDescription(
            "For services that verify access tokens on their own. A token is revoked if its `sid` is in one of the responses, or "
            + "is lower than `first_session`, or if its `roles_version` is lower than that of its `sub` in `roles`. Without "
            + "`since`, or with a cursor of another server, the response begins a new list (`reset`) with all revocations of "
            + "tokens that may not have expired. With it, the response has what came after, at once if there is something, and "
            + "else when there is something or after `wait` seconds. While the server cannot promise that nothing older than a "
            + "second is missing, the response is 503.");

    private static async Task<Results<Ok<RevocationsResponse>, ProblemResult>> ListAsync(
        HttpContext context,
        RevocationPolls polls,
        ClientDisconnect disconnected,
        [Field(Example = "MSAyZDcxMTY0MmI3MjZiMDQ0IDAgNzMwOjczMDo"), Description("The `cursor` of the previous response.")]
        string? since = null,
        [Range(0, MaxWait), Field(Example = 20), Description("The maximum time to wait in seconds, 0 by default.")]
        int? wait = null)
    {
        var errors = new FieldErrors();
        if (wait is < 0 or > MaxWait)
        {
            errors.Add("wait", FieldErrors.InvalidValue);
        }

        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var page = await polls.PollAsync(
            ServiceClient.Of(context)!, since, TimeSpan.FromSeconds(wait ?? 0), disconnected.Token);
        if (page is null)
        {
            return Problem.Of(ErrorCode.ServerBusy).RetryAfter(RetryDelay);
        }

        if (polls.IsStopping && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            // The next request should reach another replica.
            context.Response.Headers.Connection = "close";
        }

        return TypedResults.Ok(ToResponse(page));
    }

    private static RevocationsResponse ToResponse(FeedPage page) => new(
        page.Cursor,
        page.IsReset,
        page.HasMore,
        (page.Epoch.ToUnixTimeMilliseconds() + 999) / 1000,
        RevocationFeed.FirstSessionAfter(page.Epoch),
        [.. page.Entries.Where(entry => entry.RolesVersion is null).Select(entry => new RevokedSession(entry.Id, entry.At))],
        [
            .. page.Entries.Where(entry => entry.RolesVersion is not null)
                .Select(entry => new ChangedRoles(entry.Id, entry.RolesVersion!.Value, entry.At)),
        ]);
}
