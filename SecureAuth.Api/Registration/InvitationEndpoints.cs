using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Email;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <param name="Email">The e-mail address to invite.</param>
internal sealed record InviteRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email) : MailRequestBody;

internal static class InvitationEndpoints
{
    public static void MapInvitations(this RouteGroupBuilder api) => api.MapPost("/invitations", InviteAsync)
        .WithName("invite")
        .WithTags("Registration")
        .RequireAuthorization()
        .RequireFresh()
        .RequireSecondFactor()
        .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired, ErrorCode.NotFound)
        .WithSummary("Invite somebody")
        .WithDescription(
            "For users with a role of `Accounts__InvitingRoles`; for others, and unless the operator has named such a role, this "
            + "path does not exist. Mails a token with which the address, and no other, can register within seven days. The "
            + "response is the same if the address has an account or a recent invitation, and no mail is sent then. A newer "
            + "invitation replaces an older one after an hour. An invitation ends when its inviter can no longer invite. It "
            + "promises no role. A user can invite fifty addresses a day.");

    private static async Task<Results<Accepted, ProblemResult>> InviteAsync(
        InviteRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        InvitationService invitations,
        EmailDomains domains,
        ProofRequests proofs,
        AuthorizationRefusalRecorder refusals,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        errors.Domain("email", email, domains);
        var linkBase = proofs.ReadLinkBase(errors, request);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        switch (await invitations.InviteAsync(
            user.Session(), new NewInvitation(email) { LinkBase = linkBase }, context.ToActor(), disconnected.Token))
        {
            case InvitationOutcome.Accepted:
                return AcceptedWithoutLocation.Create();
            case InvitationOutcome.NotPermitted:
                refusals.Record(context, AuthorizationRefusal.RoleMissing, user.UserId(), user.SessionId());
                return Problem.Of(ErrorCode.NotFound);
            case InvitationOutcome.SessionEnded:
                return Problem.Of(ErrorCode.InvalidToken);
            case InvitationOutcome.SecondFactorRequired:
                return Problem.Of(ErrorCode.SecondFactorRequired);
            case InvitationOutcome.TooMany tooMany:
                return Problem.Of(ErrorCode.RateLimited).RetryAfter(tooMany.RetryAfter);
            case var unknown:
                throw new UnreachableException($"Unexpected outcome: {unknown}");
        }
    }
}
