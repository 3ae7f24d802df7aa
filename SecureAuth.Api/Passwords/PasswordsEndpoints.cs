using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Features;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Passwords;

/// <param name="CurrentPassword">The current password. It is not trimmed or normalised.</param>
/// <param name="NewPassword">12 to 128 characters that are hard to guess. It must differ from the current password.</param>
internal sealed record ChangePasswordRequest(
    [Field(Example = Examples.Password, MaxLength = FieldLimits.Password, Format = "password")] string? CurrentPassword,
    [Field(Example = Examples.Password, Format = "password", IsNewPassword = true)] string? NewPassword) : RequestBody;

internal static class PasswordsEndpoints
{
    public static void MapPasswords(this RouteGroupBuilder api, FeatureOptions features)
    {
        var group = api.MapGroup("/users/me/password").WithTags("Password").RequireAuthorization();

        group.MapPost("", ChangeAsync)
            .WithName("changePassword")
            .RequireSecondFactor()
            .LimitedBy(RateLimitPolicy.SecondFactor)
            .WithProblems(
                ErrorCode.InvalidCredentials, ErrorCode.WeakPassword, ErrorCode.SecondFactorRequired, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithSummary("Change the password")
            .WithDescription(
                "Ends all other sessions of the user. A wrong current password counts towards the account's lockout.");
        if (!features.Passkeys)
        {
            // Without its password, the account would have no way in.
            group.MapSwitchedOff(HttpMethod.Delete);
            return;
        }

        group.MapDelete("", RemoveAsync)
            .WithName("removePassword")
            .RequireFresh()
            .RequireSecondFactor()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired, ErrorCode.Conflict)
            .WithSummary("Sign in with passkeys alone")
            .WithDescription(
                "Removes the password and ends all other sessions of the user. It is `conflict` if the user has no passkey, or "
                + "no password. A mail to reset a forgotten password sets one again.");
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        ClaimsPrincipal user, HttpContext context, PasswordRemovalService passwords) =>
        await passwords.RemoveAsync(user.Session(), context.ToActor()) switch
        {
            PasswordRemoval.Removed => TypedResults.NoContent(),
            PasswordRemoval.Conflict => Problem.Of(ErrorCode.Conflict),
            PasswordRemoval.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            PasswordRemoval.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };

    private static async Task<Results<NoContent, ProblemResult>> ChangeAsync(
        ChangePasswordRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        PasswordChangeService passwords,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var current = errors.Secret("current_password", request.CurrentPassword, FieldLimits.Password);
        var chosen = errors.Secret("new_password", request.NewPassword, RequestBodyMiddleware.MaxLength);
        if (!errors.Any && current == chosen)
        {
            errors.Add("new_password", FieldErrors.Unchanged);
        }

        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await passwords.ChangeAsync(user.Session(), current, chosen, context.ToActor(), disconnected.Token) switch
        {
            PasswordChangeOutcome.Changed => TypedResults.NoContent(),
            PasswordChangeOutcome.WeakPassword weak => Problem.WeakPassword(weak.Reasons),
            PasswordChangeOutcome.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            PasswordChangeOutcome.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCredentials),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }
}
