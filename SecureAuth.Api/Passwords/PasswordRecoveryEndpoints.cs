using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Email;
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

namespace SecureAuth.Api.Passwords;

/// <param name="Email">The e-mail address of the account, in any case.</param>
internal sealed record ForgotPasswordRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : Confidential;

/// <param name="Token">The token from the link of the mail.</param>
/// <param name="NewPassword">12 to 128 characters that are hard to guess.</param>
internal sealed record ResetPasswordRequest(
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? Token,
    [Field(Example = Examples.Password, Format = "password", IsNewPassword = true)] string? NewPassword) : Confidential;

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
                + "most five an hour.");
        group.MapPost("/reset", ResetAsync)
            .WithName("resetPassword")
            .LimitedBy(RateLimitPolicy.PasswordReset)
            .WithProblems(ErrorCode.InvalidOneTimeToken, ErrorCode.WeakPassword, ErrorCode.ServerBusy)
            .WithSummary("Set a new password with the token of a mail")
            .WithDescription(
                "Ends all sessions and the lockout of the account, and verifies its address. It signs nobody in, and a second "
                + "factor stays enabled. If the address was not verified before, somebody else may have registered it: the name "
                + "and the passkeys are removed, and where addresses must be verified, the authenticator app too. The token is "
                + "valid for one hour, until a newer one is sent, and until the password or the address is changed. A weak "
                + "password does not use it up.");
    }

    private static async Task<Results<Accepted, ProblemResult>> ForgotAsync(
        ForgotPasswordRequest request, HttpContext context, MailRequests mails)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        await mails.AddAsync(MailKind.ResetPassword, email, AuditEvent.PasswordResetRequested, context.ToActor());
        return AcceptedWithoutLocation.Create();
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetAsync(
        ResetPasswordRequest request, HttpContext context, PasswordRecoveryService recovery, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var token = errors.Token("token", request.Token, FieldLimits.Token);
        var chosen = errors.Secret("new_password", request.NewPassword, RequestBodyMiddleware.MaxLength);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await recovery.ResetAsync(token, chosen, context.ToActor(), disconnected.Token) switch
        {
            PasswordResetOutcome.Done => TypedResults.NoContent(),
            PasswordResetOutcome.WeakPassword weak => Problem.WeakPassword(weak.Reasons),
            PasswordResetOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
            PasswordResetOutcome.InvalidToken or PasswordResetOutcome.NoSuchUser => Problem.Of(ErrorCode.InvalidOneTimeToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }
}
