using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Members;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <param name="Token">The token from the link of the mail.</param>
internal sealed record VerifyEmailRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token) : Confidential
{
    /// <summary>The token of the request for the code, if the mail carries a code.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.CodeRequestToken, MaxLength = FieldLimits.Token)]
    public string? RequestToken { get; set; }

    /// <summary>The eight digits of the mail.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.MailedCode, MaxLength = FieldLimits.Code)]
    public string? Code { get; set; }
}

/// <param name="Email">The e-mail address that was registered.</param>
internal sealed record ResendVerificationRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : Confidential
{
    /// <summary>
    /// The base URL of the link in the mail: one of <c>Email__LinkBases</c>, by default <c>Email__LinkBase</c>.
    /// </summary>
    [Member(ConfiguredMember.LinkBase)]
    [Field(Example = Examples.LinkBase)]
    public string? LinkBase { get; set; }
}

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
        CodeRedemption codes,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var proof = MailProof.Read(errors, request.Token, request.RequestToken, request.Code);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var actor = context.ToActor();
        if (proof is MailProof.OfLink link)
        {
            return await VerifyTokenAsync(link.Token);
        }

        var refused = new AuditEntry(AuditEvent.EmailVerificationRefused, AuditOutcome.Refused, actor);
        switch (await codes.GuessAsync(
            (MailProof.OfCode)proof, OneTimeTokenPurpose.VerifyEmail, refused, disconnected.Token))
        {
            // Only whoever has the mailbox learns that the account has no password.
            case CodeGuess.Right { Purpose: OneTimeTokenPurpose.ResetPassword } right:
                await codes.GiveBackAsync(right);
                return Problem.Of(ErrorCode.Conflict);

            case CodeGuess.Right right:
                return await VerifyTokenAsync(right.Token);

            case CodeGuess.Wrong:
                return Problem.Of(ErrorCode.InvalidCode);

            default:
                return Problem.Of(ErrorCode.InvalidOneTimeToken);
        }

        async Task<Results<NoContent, ProblemResult>> VerifyTokenAsync(string token) =>
            await verification.VerifyAsync(token, actor, disconnected.Token)
                ? TypedResults.NoContent()
                : Problem.Of(ErrorCode.InvalidOneTimeToken);
    }

    private static async Task<Results<AcceptedMail, ProblemResult>> ResendAsync(
        ResendVerificationRequest request, HttpContext context, MailRequests mails, ProofRequests proofs)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var proof = proofs.Read(errors, request.LinkBase);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        await mails.AddAsync(MailKind.VerifyEmail, email, proof, AuditEvent.EmailVerificationRequested, context.ToActor());
        return new AcceptedMail(proof);
    }
}
