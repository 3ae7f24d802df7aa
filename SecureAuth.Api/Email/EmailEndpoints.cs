using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <param name="Token">The token from the link of the mail.</param>
internal sealed record VerifyEmailRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token) : Confidential;

/// <param name="Email">The e-mail address that was registered.</param>
internal sealed record ResendVerificationRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : Confidential;

internal static class EmailEndpoints
{
    public static void MapEmail(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth/email").WithTags("E-mail address").AllowAnonymous();

        group.MapPost("/verify", VerifyAsync)
            .WithName("verifyEmail")
            .LimitedBy(RateLimitPolicy.EmailVerify)
            .WithProblems(ErrorCode.InvalidOneTimeToken)
            .WithSummary("Verify an e-mail address")
            .WithDescription(
                "The token comes from the link of the mail. Opening the link does not use it up, only this call does. It is "
                + "valid for 24 hours, until a newer one is sent, and until the password or the address is changed. The token "
                + "for a new address (`/users/me/email`) is used here too and makes that the address of the account, unless "
                + "somebody else has got it in the meantime.");
        group.MapPost("/resend", ResendAsync)
            .WithName("resendVerification")
            .LimitedBy(RateLimitPolicy.EmailResend)
            .WithSummary("Send another mail to verify an e-mail address")
            .WithDescription(
                "The response is the same for every address. A mail is sent if an account with this address is not verified yet, "
                + "at most five an hour.");
    }

    private static async Task<Results<NoContent, ProblemResult>> VerifyAsync(
        VerifyEmailRequest request, HttpContext context, EmailVerificationService verification, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var token = errors.Token("token", request.Token, FieldLimits.Token);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await verification.VerifyAsync(token, context.ToActor(), disconnected.Token)
            ? TypedResults.NoContent()
            : Problem.Of(ErrorCode.InvalidOneTimeToken);
    }

    private static async Task<Results<Accepted, ProblemResult>> ResendAsync(
        ResendVerificationRequest request, HttpContext context, MailRequests mails)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        await mails.AddAsync(MailKind.VerifyEmail, email, AuditEvent.EmailVerificationRequested, context.ToActor());
        return AcceptedWithoutLocation.Create();
    }
}
