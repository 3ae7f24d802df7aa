using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Email;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Passwords;

/// <param name="Email">The e-mail address of the account, in any case.</param>
internal sealed record ForgotPasswordRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : MailRequestBody;

/// <param name="Token">The token from the link of the mail.</param>
/// <param name="NewPassword">12 to 128 characters that are hard to guess.</param>
internal sealed record ResetPasswordRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token,
    [Field(Example = Examples.Password, Format = "password", IsNewPassword = true)] string? NewPassword) : ProofRequestBody;

internal static class PasswordRecoveryEndpoints
{
    public static void MapPasswordRecovery(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth/password").WithTags("Password").AllowAnonymous();

        group.MapPost("/forgot", ForgotAsync)
            .WithName("forgotPassword")
            .LimitedBy(RateLimitPolicy.PasswordForgot)
            .WithSummary("Send a mail to reset a forgotten password")
            .WithDescription(
                "The response is the same for every address. A mail is sent if there is an active account with this address, at "
                + "most five an hour. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that "
                + "belongs to the code.");
        group.MapPost("/reset", ResetAsync)
            .WithName("resetPassword")
            .LimitedBy(RateLimitPolicy.PasswordReset)
            .WithProblems(ErrorCode.InvalidOneTimeToken, ErrorCode.WeakPassword, ErrorCode.ServerBusy)
            .WithCodeProblems(ErrorCode.InvalidCode)
            .WithCodeExamples(
                new ResetPasswordRequest(Token: null, Examples.Password)
                {
                    RequestToken = Examples.CodeRequestToken,
                    Code = Examples.MailedCode,
                },
                new ResetPasswordRequest(Examples.MailedToken, Examples.Password))
            .WithSummary("Set a new password with the token of a mail")
            .WithDescription(
                "Ends all sessions and the lockout of the account, and verifies its address. It signs nobody in, and a second "
                + "factor stays enabled. If the address was not verified before, somebody else may have registered it: the "
                + "names, the fields that users edit and the passkeys are removed, and where addresses must be verified, the "
                + "authenticator app too. The token is valid for one hour, until a newer one is sent, and until the password or "
                + "the address is changed. A weak password does not use it up. Where mails carry codes (`Email__Proof=Code`), "
                + "send `request_token` and `code` instead: a wrong code is `invalid_code`, and after five guesses or ten "
                + "minutes, all are `invalid_token`.");
    }

    private static async Task<Results<AcceptedMail, ProblemResult>> ForgotAsync(
        ForgotPasswordRequest request, HttpContext context, MailRequests mails, ProofRequests proofs)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var proof = proofs.Read(errors, request);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        await mails.AddAsync(MailKind.ResetPassword, email, proof, AuditEvent.PasswordResetRequested, context.ToActor());
        return new AcceptedMail(proof);
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetAsync(
        ResetPasswordRequest request,
        HttpContext context,
        PasswordRecoveryService recovery,
        ProofRedemption proofs,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var proof = MailProof.Read(errors, request.Token, request);
        var chosen = errors.Secret("new_password", request.NewPassword, RequestBodyMiddleware.MaxLength);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var actor = context.ToActor();
        var refusal = new AuditEntry(AuditEvent.PasswordResetRefused, AuditOutcome.Refused, actor);
        var redeemed = await proofs.RedeemAsync(proof, OneTimeTokenPurpose.ResetPassword, refusal, disconnected.Token);
        if (redeemed is not RedeemedProof.Accepted accepted)
        {
            return Problem.Of(
                redeemed is RedeemedProof.WrongCode ? ErrorCode.InvalidCode : ErrorCode.InvalidOneTimeToken);
        }

        var outcome = await recovery.ResetAsync(accepted.Token, chosen, actor, disconnected.Token);
        if (outcome is PasswordResetOutcome.WeakPassword or PasswordResetOutcome.Busy)
        {
            await proofs.GiveBackAsync(accepted);
        }

        return ToResult(outcome);
    }

    private static Results<NoContent, ProblemResult> ToResult(PasswordResetOutcome outcome) => outcome switch
    {
        PasswordResetOutcome.Done => TypedResults.NoContent(),
        PasswordResetOutcome.WeakPassword weak => Problem.WeakPassword(weak.Reasons),
        PasswordResetOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
        PasswordResetOutcome.InvalidToken or PasswordResetOutcome.NoSuchUser => Problem.Of(ErrorCode.InvalidOneTimeToken),
        var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
    };
}
