using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Email;

/// <summary>Decides what the mail carries that a request asks for: a link or a code, as the operator has configured.</summary>
internal sealed class ProofRequests(MailedCodes codes, IOptions<EmailOptions> options)
{
    /// <summary>Reads what a request may choose.</summary>
    public RequestedProof Read(FieldErrors errors, MailRequestBody request) =>
        new(ReadLinkBase(errors, request), options.Value.UsesCodes ? codes.Create() : null);

    /// <summary>
    /// Reads the base URL of the link in a mail, which must be configured. Otherwise, whoever asks for a mail to somebody else
    /// would get the token.
    /// </summary>
    public string? ReadLinkBase(FieldErrors errors, MailRequestBody request)
    {
        if (request.LinkBase is { } linkBase && !options.Value.Allows(linkBase))
        {
            errors.Add("link_base", FieldErrors.InvalidValue);
        }

        return request.LinkBase;
    }
}
