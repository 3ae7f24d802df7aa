using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Members;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Features;

namespace SecureAuth.Api.Users;

internal static class UsersEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api, FeatureOptions features)
    {
        var members = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<ConfiguredMembers>();
        var group = api.MapGroup("/users/me").WithTags("The signed-in user").RequireAuthorization();

        group.MapGet("", MeAsync)
            .WithName("getMe")
            .WithSummary("Get the signed-in user")
            .WithDescription("The account as it is now, which the claims of an access token may be older than.");
        group.MapPatch("", UpdateAsync)
            .WithName("updateMe")
            .WithProblems(members.Usernames.AreUsed
                ? [ErrorCode.Conflict, ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired]
                : [])
            .WithSummary(
                members.Fields.Any || members.Usernames.AreUsed ? "Change the profile" : "Change the display name")
            .WithDescription("A member that is absent changes nothing. `null` removes the display name.");
        if (!features.Deletion)
        {
            group.MapSwitchedOff(HttpMethod.Delete);
            return;
        }

        group.MapDelete("", DeleteAsync)
            .WithName("deleteMe")
            .RequireFresh()
            .RequireSecondFactor()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired)
            .WithSummary("Delete the account")
            .WithDescription(
                "Ends all sessions at once and erases the personal data. The audit log keeps its events with the user's id, "
                + "without addresses and user agents. The account cannot be restored. A later registration with the same "
                + "e-mail creates a new account.");
    }

    private static async Task<Results<Ok<UserResponse>, ProblemResult>> MeAsync(
        ClaimsPrincipal user, AuthDbContext db, ConfiguredMembers members, ClientDisconnect disconnected) =>
        await UserResponse.FindAsync(db, user.UserId(), members, disconnected.Token) is { } found
            ? TypedResults.Ok(found)
            : Problem.Of(ErrorCode.InvalidToken);

    private static async Task<Results<Ok<UserResponse>, ProblemResult>> UpdateAsync(
        UpdateUserRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        AuthDbContext db,
        ProfileService profiles,
        ConfiguredMembers members,
        PartialStepUp stepUp,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var displayName = errors.OptionalText("display_name", request.DisplayName, FieldLimits.DisplayName);
        var fields = errors.UserFields(members.Fields, request.Fields, isNew: false);
        var username = request.ChangesUsername && (request.Username is not null || members.Usernames.AreRequired)
            ? errors.Username(request.Username, isRequired: true)
            : null;
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        // It is a name to sign in with, and others know the user by it.
        if (request.ChangesUsername && await stepUp.CheckAsync(context) is { } refused)
        {
            return refused;
        }

        var change = new ProfileChange
        {
            ChangesDisplayName = request.ChangesDisplayName,
            DisplayName = displayName,
            Fields = fields,
            ChangesUsername = request.ChangesUsername,
            Username = username,
        };
        return await profiles.ChangeAsync(user.Session(), change, context.ToActor()) switch
        {
            ProfileOutcome.Done => await MeAsync(user, db, members, disconnected),
            ProfileOutcome.UsernameTaken => Problem.Of(ErrorCode.Conflict),
            ProfileOutcome.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            ProfileOutcome.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            ProfileOutcome.TooManyFields => Problem.Validation(MemberErrors.TooManyUserFields()),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        ClaimsPrincipal user, HttpContext context, AccountDeletion accounts, StandingCheck standing, TokenCookies cookies)
    {
        var entry = new AuditEntry(AuditEvent.AccountDeleted, AuditOutcome.Success, context.ToActor())
        {
            SessionId = user.SessionId(),
        };
        return await accounts.DeleteAsync(user.UserId(), entry, () => RefusalAsync(standing, user.Session())) switch
        {
            AccountDeletionOutcome.Deleted => cookies.ClearedIfUsed(context),
            AccountDeletionOutcome.Gone => Problem.Of(ErrorCode.InvalidToken),
            AccountDeletionOutcome.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<AccountDeletionOutcome?> RefusalAsync(StandingCheck standing, SignedInSession session) =>
        await standing.CheckAsync(session) switch
        {
            SessionStanding.Ended => new AccountDeletionOutcome.Gone(),
            SessionStanding.SecondFactorMissing => new AccountDeletionOutcome.SecondFactorRequired(),
            _ => null,
        };
}
