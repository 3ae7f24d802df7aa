using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Email;

/// <param name="NewEmail">The new e-mail address.</param>
internal sealed record ChangeEmailRequest(
    [Field(Example = Examples.NewEmail, MaxLength = EmailAddress.MaxLength, Format = "email")] string? NewEmail)
    : MailRequestBody;

/// <param name="Token">The token from the link of the mail to the former address.</param>
internal sealed record RestoreEmailRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token) : RequestBody;

internal static class EmailChangeEndpoints
{
    public static void MapEmailChange(this RouteGroupBuilder api)
    {
        api.MapPost("/users/me/email", ChangeAsync)
            .WithName("changeEmail")
            .WithTags("E-mail address")
            .RequireAuthorization()
            .RequireFresh()
            .RequireSecondFactor()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired, ErrorCode.Conflict)
            .WithSummary("Change the e-mail address")
            .WithDescription(
                "Sends a mail to the new address and tells the present one. The change takes effect when the token of the mail "
                + "is sent to `/auth/email/verify`, which also ends all other sessions. The response is the same if the new "
                + "address belongs to another account, whose owner is told. A newer request replaces an older one, and a new "
                + "password ends it. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that "
                + "belongs to the code. A user can make five requests an hour, and none (`conflict`) until 72 hours after a "
                + "change that was undone.");
        api.MapPost("/auth/email/restore", RestoreAsync)
            .WithName("restoreEmail")
            .WithTags("E-mail address")
            .AllowAnonymous()
            .LimitedBy(RateLimitPolicy.EmailVerify)
            .WithProblems(ErrorCode.InvalidOneTimeToken)
            .WithSummary("Undo a change of the e-mail address")
            .WithDescription(
                "The token comes from the mail that the former address gets when it is changed. It is valid for 72 hours after "
                + "the change, whatever happens to the account in the meantime, and until an older change is undone. The call "
                + "puts the former address back, ends all sessions, removes the passkeys and the second factor that were added "
                + "since the change, and sends a mail to reset the password. Until the 72 hours have passed, nobody else can "
                + "get the former address.");
    }

    private static async Task<Results<AcceptedMail, ProblemResult>> ChangeAsync(
        ChangeEmailRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        EmailChangeRequestService changes,
        ProofRequests proofs,
        EmailDomains domains,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = errors.Email("new_email", request.NewEmail);
        var proof = proofs.Read(errors, request);
        errors.Domain("new_email", email, domains);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await changes.RequestAsync(user.Session(), email, proof, context.ToActor(), disconnected.Token) switch
        {
            EmailChangeOutcome.Requested => new AcceptedMail(proof),
            EmailChangeOutcome.Unchanged => Problem.Validation(errors.Add("new_email", FieldErrors.Unchanged)),
            EmailChangeOutcome.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            EmailChangeOutcome.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            EmailChangeOutcome.RecentlyRestored => Problem.Of(ErrorCode.Conflict),
            EmailChangeOutcome.TooMany tooMany => Problem.Of(ErrorCode.RateLimited).RetryAfter(tooMany.RetryAfter),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> RestoreAsync(
        RestoreEmailRequest request, HttpContext context, EmailRestoreService restorations, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var token = errors.Token("token", request.Token, FieldLimits.Token);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await restorations.RestoreAsync(token, context.ToActor(), disconnected.Token)
            ? TypedResults.NoContent()
            : Problem.Of(ErrorCode.InvalidOneTimeToken);
    }
}
