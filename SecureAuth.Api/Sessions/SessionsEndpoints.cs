using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Sessions;

/// <param name="Id">The session's id, which is the <c>sid</c> claim of its access tokens.</param>
/// <param name="Current">Whether the access token of this request belongs to the session.</param>
/// <param name="DeviceName">The device name that the client sent at sign-in, or null.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header that the client sent at sign-in, or null.</param>
/// <param name="Ip">The IP address from which the user signed in, or null if it is unknown.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When the session was last refreshed.</param>
/// <param name="ExpiresAt">When the session ends if it is not refreshed.</param>
/// <param name="Amr">The authentication methods of the sign-in (RFC 8176).</param>
internal sealed record SessionResponse(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = true)] bool Current,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.DeviceName)] string? DeviceName,
    [Field(Example = Examples.UserAgent)] string? UserAgent,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime LastUsedAt,
    [Field(Example = Examples.Time)] DateTime ExpiresAt,
    [Field(Example = new[] { "pwd", "otp", "mfa" })] IReadOnlyList<string> Amr) : Confidential;

/// <param name="Sessions">The user's sessions, the most recently used first.</param>
internal sealed record SessionsResponse(IReadOnlyList<SessionResponse> Sessions) : Confidential;

internal static class SessionsEndpoints
{
    private const string Freshness = "An operator can demand an authentication of the last five minutes.";

    public static void MapSessions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/users/me/sessions").WithTags("Sessions").RequireAuthorization();

        group.MapGet("", ListAsync)
            .WithName("listSessions")
            .WithSummary("List the user's sessions")
            .WithDescription("The sessions that have not ended, one for each sign-in, the most recently used first.");
        group.MapDelete("/{id:guid}", EndAsync)
            .RequireFreshToEndSessions()
            .WithName("endSession")
            .WithProblems(ErrorCode.NotFound, ErrorCode.ReauthenticationRequired)
            .WithSummary("End a session")
            .WithDescription("The device token of the session's device becomes invalid too. " + Freshness);
        group.MapDelete("", EndOthersAsync)
            .RequireFreshToEndSessions()
            .WithName("endOtherSessions")
            .WithProblems(ErrorCode.ReauthenticationRequired)
            .WithSummary("End all other sessions of the user")
            .WithDescription("The device tokens of all other devices become invalid too. " + Freshness);
    }

    private static async Task<Ok<SessionsResponse>> ListAsync(
        ClaimsPrincipal user, SessionService sessions, ClientDisconnect disconnected)
    {
        var current = user.SessionId();
        var live = await sessions.ListAsync(user.UserId(), disconnected.Token);
        return TypedResults.Ok(new SessionsResponse([.. live.Select(s => ToResponse(s, current))]));
    }

    private static async Task<Results<NoContent, ProblemResult>> EndAsync(
        [Field(Example = Examples.PathId)] Guid id,
        ClaimsPrincipal user,
        HttpContext context,
        SessionService sessions,
        TokenCookies cookies,
        AuthorizationRefusalRecorder refusals)
    {
        var entry = new AuditEntry(AuditEvent.SessionRevoked, AuditOutcome.Success, context.ToActor())
        {
            Reason = AuditReason.ByUser,
        };
        if (await sessions.EndAsync(id, user.UserId(), RevocationReason.RevokedByUser, entry))
        {
            return id == user.SessionId() ? cookies.ClearedIfUsed(context) : TypedResults.NoContent();
        }

        // The response does not reveal whether the session exists.
        if (await sessions.BelongsToAnotherUserAsync(id, user.UserId()))
        {
            refusals.Record(context, AuthorizationRefusal.ForeignSession, user.UserId(), user.SessionId());
        }

        return Problem.Of(ErrorCode.NotFound);
    }

    private static async Task<NoContent> EndOthersAsync(
        ClaimsPrincipal user, HttpContext context, SessionService sessions)
    {
        var entry = new AuditEntry(AuditEvent.UserSessionsRevoked, AuditOutcome.Success, context.ToActor())
        {
            SessionId = user.SessionId(),
            Reason = AuditReason.OthersByUser,
        };
        await sessions.EndAllForUserAsync(user.UserId(), except: user.SessionId(), RevocationReason.RevokedByUser, entry);
        return TypedResults.NoContent();
    }

    private static SessionResponse ToResponse(Session session, Guid current) => new(
        session.Id, session.Id == current, session.DeviceName, session.UserAgent, session.Address?.ToString(),
        session.CreatedAt.UtcDateTime, session.LastUsedAt.UtcDateTime, session.ExpiresAt.UtcDateTime,
        session.AuthenticationMethods);
}
