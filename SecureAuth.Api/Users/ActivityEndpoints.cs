using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <param name="Id">The event's number. Later events have higher numbers.</param>
/// <param name="Event">
/// The kind of event, such as <c>signed_in</c>, <c>sign_in_refused</c> or <c>password_changed</c>. Later versions may have more.
/// </param>
/// <param name="Outcome">Whether the action succeeded or was refused.</param>
/// <param name="At">When it happened.</param>
/// <param name="Ip">The IP address of the client, or null if an operator, a service or the server acted.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header of the client, or null.</param>
/// <param name="SessionId">The session that the event is about, or null.</param>
internal sealed record ActivityEvent(
    [Field(Example = 4711)] long Id,
    [Field(Example = "signed_in")] string Event,
    [Field(Example = "success", Values = ["success", "refused"])] string Outcome,
    [Field(Example = Examples.Time)] DateTime At,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.UserAgent)] string? UserAgent,
    [Field(Example = Examples.SessionId)] Guid? SessionId) : Confidential;

/// <param name="Events">The events, newest first.</param>
/// <param name="NextBefore">The value of <c>before</c> for the next page, or null if this is the last one.</param>
internal sealed record ActivityResponse(
    IReadOnlyList<ActivityEvent> Events, [Field(Example = 4690)] long? NextBefore) : Confidential;

internal static class ActivityEndpoints
{
    private const int DefaultLimit = 20;

    private const int MaxLimit = 100;

    public static void MapActivity(this RouteGroupBuilder api) => api.MapGet("/users/me/activity", ListAsync)
        .WithName("listActivity")
        .WithTags("The signed-in user")
        .RequireAuthorization()
        .WithSummary("List the security events of the account")
        .WithDescription(
            "Sign-ins, refused attempts, changes, and what operators did to the account, newest first. Refreshes of tokens are "
            + "left out; the export has them.");

    private static async Task<Results<Ok<ActivityResponse>, ProblemResult>> ListAsync(
        ClaimsPrincipal user,
        ActivityService activity,
        ClientDisconnect disconnected,
        [Range(1, long.MaxValue), Field(Example = 4690), Description("The `next_before` of the previous page.")]
        long? before = null,
        [Range(1, MaxLimit), Field(Example = 20), Description("The maximum number of events, 20 by default.")]
        int? limit = null)
    {
        var errors = new FieldErrors();
        if (before is < 1)
        {
            errors.Add("before", FieldErrors.InvalidValue);
        }

        if (limit is < 1 or > MaxLimit)
        {
            errors.Add("limit", FieldErrors.InvalidValue);
        }

        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return TypedResults.Ok(await activity.PageAsync(
            user.UserId(), before ?? long.MaxValue, limit ?? DefaultLimit, disconnected.Token));
    }
}
