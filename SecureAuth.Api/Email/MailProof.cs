using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>What a client presents to show that a mail has been read.</summary>
internal abstract record MailProof : Confidential
{
    private MailProof()
    {
    }

    /// <summary>
    /// Reads the token of a link, or a code and the token of the request for it. Links are accepted in addition to codes, because
    /// some mails, which no client has asked for, carry one anyway.
    /// </summary>
    public static MailProof Read(FieldErrors errors, string? token, ProofRequestBody request)
    {
        if (request is { RequestToken: null, Code: null })
        {
            return new OfLink(errors.Token("token", token, FieldLimits.Token));
        }

        if (token is not null)
        {
            errors.Add("token", FieldErrors.InvalidValue);
        }

        return new OfCode(
            errors.Token("request_token", request.RequestToken, FieldLimits.Token),
            errors.Token("code", request.Code, FieldLimits.Code));
    }

    internal sealed record OfLink(string Token) : MailProof;

    internal sealed record OfCode(string RequestToken, string Code) : MailProof;
}
