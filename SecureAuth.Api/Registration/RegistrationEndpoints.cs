using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Documentation;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Users;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <param name="Email">Becomes the account's name; unique whatever its case.</param>
/// <param name="Password">12 to 128 characters that are not easily guessed.</param>
/// <param name="DisplayName">How the user wants to be called.</param>
internal sealed record RegisterRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email,
    [Field(Example = Examples.Password, Format = "password", IsNewPassword = true)] string? Password,
    [Field(Example = Examples.DisplayName, MaxLength = FieldLimits.DisplayName)] string? DisplayName = null) : Confidential;

internal static class RegistrationEndpoints
{
    /// <summary>Whatever fits into a body: a long password is the policy's to refuse.</summary>
    private const int MaxPasswordLength = RequestBodyMiddleware.MaxLength;

    public static void MapRegistration(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Registration").AllowAnonymous();

        group.MapPost("/register", RegisterAsync)
            .WithName("register")
            .LimitedBy(RateLimitPolicy.Register)
            .WithProblems(ErrorCode.WeakPassword, ErrorCode.EmailTaken, ErrorCode.ServerBusy)
            .WithSummary("Create an account")
            .WithDescription(
                "After a 503 or a lost connection, try again. `email_taken` may then mean your own first try: sign in with its password.");
    }

    private static async Task<Results<Created<UserResponse>, ProblemResult>> RegisterAsync(
        RegisterRequest request,
        HttpContext context,
        RegistrationService registrations,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var password = errors.Secret("password", request.Password, MaxPasswordLength);
        var displayName = errors.OptionalText("display_name", request.DisplayName, FieldLimits.DisplayName);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await registrations.RegisterAsync(email, password, displayName, context.ToActor(), disconnected.Token) switch
        {
            AccountCreationOutcome.Created created => TypedResults.Created("/api/v1/users/me", UserResponse.OfNew(created.User)),
            AccountCreationOutcome.WeakPassword weak => Problem.WeakPassword(weak.Reasons),
            AccountCreationOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
            AccountCreationOutcome.EmailTaken => Problem.Of(ErrorCode.EmailTaken),
            var unknown => throw new UnreachableException($"{unknown} has no answer."),
        };
    }
}
