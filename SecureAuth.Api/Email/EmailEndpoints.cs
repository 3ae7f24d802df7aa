using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Email;

/// <param name="Token">The token from the link of the mail.</param>
internal sealed record VerifyEmailRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token) : ProofRequestBody;

/// <param name="Email">The e-mail address that was registered.</param>
internal sealed record ResendVerificationRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : MailRequestBody;

internal static class EmailEndpoints
{
    public static void MapEmail(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth/email").WithTags("E-mail address").AllowAnonymous();

        group.MapPost("/verify", VerifyAsync)
            .WithName("verifyEmail")
            .LimitedBy(RateLimitPolicy.EmailVerify)
            .WithProblems(ErrorCode.InvalidOneTimeToken)
            .WithCodeProblems(ErrorCode.InvalidCode, ErrorCode.Conflict)
            .WithCodeExamples(
                new VerifyEmailRequest(Token: null) { RequestToken = Examples.CodeRequestToken, Code = Examples.MailedCode },
                new VerifyEmailRequest(Examples.MailedToken))
            .WithSummary("Verify an e-mail address")
            .WithDescription(
                "The token comes from the link of the mail. Opening the link does not use it up, only this call does. It is "
                + "valid for 24 hours, until a newer one is sent, and until the password or the address is changed. The token "
                + "for a new address (`/users/me/email`) is used here too and makes that the address of the account, unless "
                + "somebody else has got it in the meantime. Where mails carry codes (`Email__Proof=Code`), send `request_token` "
                + "and `code` instead: a wrong code is `invalid_code`, and after five guesses or ten minutes, all are "
                + "`invalid_token`. A right one is `conflict` if it sets a password, because the account has none: send it to "
                + "`/auth/password/reset`.");
        group.MapPost("/resend", ResendAsync)
            .WithName("resendVerification")
            .LimitedBy(RateLimitPolicy.EmailResend)
            .WithSummary("Send another mail to verify an e-mail address")
            .WithDescription(
                "The response is the same for every address. A mail is sent if an account with this address is not verified yet, "
                + "at most five an hour. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` "
                + "that belongs to the code.");
    }

    private static async Task<Results<NoContent, ProblemResult>> VerifyAsync(
        VerifyEmailRequest request,
        HttpContext context,
        EmailVerificationService verification,
        ProofRedemption proofs,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var proof = MailProof.Read(errors, request.Token, request);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var actor = context.ToActor();
        var refusal = new AuditEntry(AuditEvent.EmailVerificationRefused, AuditOutcome.Refused, actor);
        switch (await proofs.RedeemAsync(proof, OneTimeTokenPurpose.VerifyEmail, refusal, disconnected.Token))
        {
            case RedeemedProof.WrongCode:
                return Problem.Of(ErrorCode.InvalidCode);

            // Only whoever has the mailbox learns that the account has no password.
            case RedeemedProof.Accepted { Code.Purpose: OneTimeTokenPurpose.ResetPassword } accepted:
                await proofs.GiveBackAsync(accepted);
                return Problem.Of(ErrorCode.Conflict);

            case RedeemedProof.Accepted accepted when await verification.VerifyAsync(accepted.Token, actor, disconnected.Token):
                return TypedResults.NoContent();

            default:
                return Problem.Of(ErrorCode.InvalidOneTimeToken);
        }
    }

    private static async Task<Results<AcceptedMail, ProblemResult>> ResendAsync(
        ResendVerificationRequest request, HttpContext context, MailRequests mails, ProofRequests proofs)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var proof = proofs.Read(errors, request);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        await mails.AddAsync(MailKind.VerifyEmail, email, proof, AuditEvent.EmailVerificationRequested, context.ToActor());
        return new AcceptedMail(proof);
    }
}
