using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Email;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Members;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Users;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Mail;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <param name="Email">The e-mail address for sign-in. It must be unique, regardless of case.</param>
/// <param name="Password">12 to 128 characters that are hard to guess.</param>
/// <param name="DisplayName">The name to display for the user.</param>
/// <param name="InvitationToken">
/// The token from the link of an invitation, for the address that it was mailed to. The address then counts as verified. It is
/// required if the operator has so decided (<c>Accounts__Registration=Invitation</c>).
/// </param>
internal sealed record RegisterRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email,
    [Field(Example = Examples.Password, Format = "password", IsNewPassword = true)] string? Password,
    [Field(Example = Examples.DisplayName, MaxLength = FieldLimits.DisplayName)] string? DisplayName = null,
    [Field(Example = Examples.MailedToken, MaxLength = FieldLimits.Token)] string? InvitationToken = null) : MailRequestBody
{
    /// <summary>The fields that the operator has configured.</summary>
    [Member(ConfiguredMember.Fields, IsOfNewAccount = true)]
    public IReadOnlyDictionary<string, JsonElement> Fields { get; set; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>A name to sign in with, in addition to the e-mail address. It is shown in lower case.</summary>
    [Member(ConfiguredMember.Username, IsOfNewAccount = true)]
    [Field(Example = Examples.Username, MaxLength = FieldLimits.Username)]
    public string? Username { get; set; }
}

/// <param name="Status">
/// Always <c>verification_required</c>: whoever owns the address gets a mail, and can sign in after opening its link. The
/// response is the same if the address already has an account.
/// </param>
internal sealed record RegistrationAcceptedResponse(
    [Field(Example = "verification_required", Values = ["verification_required"])] string Status) : Confidential
{
    /// <summary>Send it together with the code from the mail. Keep it where the user registers.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.CodeRequestToken)]
    public string? RequestToken { get; set; }

    /// <summary>The number of seconds for which the code is valid.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.CodeLifetime)]
    public int? ExpiresIn { get; set; }

    public static RegistrationAcceptedResponse VerificationRequired(RequestedCode? code) => new("verification_required")
    {
        RequestToken = code?.Token,
        ExpiresIn = CodeRequestedResponse.LifetimeInSeconds,
    };
}

internal static class RegistrationEndpoints
{
    /// <summary>Allows any length that fits into a body, since the password policy rejects passwords that are too long.</summary>
    private const int MaxPasswordLength = RequestBodyMiddleware.MaxLength;

    /// <summary>Without fields, which depend on the configuration.</summary>
    private static readonly RegisterRequest ExampleRequest =
        new(Examples.Email, Examples.Password, Examples.DisplayName) { Fields = null! };

    public static void MapRegistration(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Registration").AllowAnonymous();
        var members = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<ConfiguredMembers>();

        group.MapPost("/register", RegisterAsync)
            .WithName("register")
            .LimitedBy(RateLimitPolicy.Register)
            .WithProblems(
                ErrorCode.WeakPassword, ErrorCode.InvalidOneTimeToken, ErrorCode.EmailTaken, ErrorCode.ServerBusy)
            .WithProblems(members.Usernames.AreUsed ? [ErrorCode.Conflict] : [])
            .WithRequestExample("registration", "Without an invitation", ExampleRequest)
            .WithRequestExample(
                "invitation", "With an invitation", ExampleRequest with { InvitationToken = Examples.MailedToken })
            .WithSummary("Create an account")
            .WithDescription(
                "If addresses have to be verified (`Accounts__EmailVerification=Required`, the default), the response is 202 for "
                + "a new and for a taken address, and a mail says the rest. If the address has an account that was never "
                + "verified, its password ends, because somebody else may have chosen it, and the mail lets the owner choose "
                + "one. Otherwise it is 201 for a new address and 409 for a taken one. After a 503 or a lost connection, retry. "
                + "If the retry returns `email_taken`, the first request may have succeeded: sign in with the password that you "
                + "sent. Where mails carry codes (`Email__Proof=Code`), the response has the `request_token` that belongs to the "
                + "code. With an invitation it is always 201, or `invalid_token` if the invitation is unknown, expired, "
                + "replaced, withdrawn or used, if it is for another address, or if the address has an account."
                + (members.Usernames.AreUsed
                    ? " A username that is taken, or looks like one, is 409 `conflict`. So is that of a request that is sent "
                        + "again: have another mail sent instead, or sign in."
                    : ""));
    }

    private static async Task<Results<Created<UserResponse>, Accepted<RegistrationAcceptedResponse>, ProblemResult>>
        RegisterAsync(
        RegisterRequest request,
        HttpContext context,
        RegistrationService registrations,
        ProofRequests proofs,
        IOptions<RegistrationOptions> registration,
        EmailDomains domains,
        ConfiguredMembers members,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var password = errors.Secret("password", request.Password, MaxPasswordLength);
        var displayName = errors.OptionalText("display_name", request.DisplayName, FieldLimits.DisplayName);
        var fields = errors.UserFields(members.Fields, request.Fields, isNew: true);
        var username = errors.Username(request.Username, members.Usernames.AreRequired);
        var proof = proofs.Read(errors, request);
        var invitation = errors.OptionalToken("invitation_token", request.InvitationToken, FieldLimits.Token);
        if (invitation is null)
        {
            CheckUninvited(registration.Value.Registration, domains, email, errors);
        }

        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var account = new NewAccount(email, password, displayName) { Fields = fields.Set, Username = username, Proof = proof };
        return await registrations.RegisterAsync(account, invitation, context.ToActor(), disconnected.Token) switch
        {
            RegistrationOutcome.VerificationRequired required =>
                AcceptedWithoutLocation.Create(RegistrationAcceptedResponse.VerificationRequired(required.Code)),
            RegistrationOutcome.Created created => TypedResults.Created(
                "/api/v1/users/me",
                UserResponse.OfNew(created.User, created.Roles, username, members) with { RequestToken = created.Code?.Token }),
            RegistrationOutcome.Refused refused => ToProblem(refused.Reason),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static ProblemResult ToProblem(AccountCreationOutcome reason) => reason switch
    {
        AccountCreationOutcome.InvalidInvitation => Problem.Of(ErrorCode.InvalidOneTimeToken),
        AccountCreationOutcome.WeakPassword weak => Problem.WeakPassword(weak.Reasons),
        AccountCreationOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
        AccountCreationOutcome.EmailTaken => Problem.Of(ErrorCode.EmailTaken),
        AccountCreationOutcome.UsernameTaken => Problem.Of(ErrorCode.Conflict),
        var unknown => throw new UnreachableException($"Unexpected reason: {unknown}"),
    };

    /// <summary>Whoever invited an address has answered for its domain.</summary>
    private static void CheckUninvited(RegistrationMode mode, EmailDomains domains, string email, FieldErrors errors)
    {
        if (mode == RegistrationMode.Invitation)
        {
            errors.Add("invitation_token", FieldErrors.Required);
        }

        errors.Domain("email", email, domains);
    }
}
