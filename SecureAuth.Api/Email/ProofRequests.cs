using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Email;

/// <summary>Decides what the mail carries that a request asks for: a link or a code, as the operator has configured.</summary>
internal sealed class ProofRequests(MailedCodes codes, IOptions<EmailOptions> options)
{
    /// <summary>Reads what a request may choose.</summary>
    public RequestedProof Read(FieldErrors errors, string? linkBase) =>
        new(ReadLinkBase(errors, linkBase), options.Value.UsesCodes ? codes.Create() : null);

    /// <summary>
    /// Reads what the link of a mail begins with. It leads nowhere but to an address that is configured: whoever asks for a mail
    /// to somebody else would get the token otherwise.
    /// </summary>
    public string? ReadLinkBase(FieldErrors errors, string? linkBase)
    {
        if (linkBase is not null && !options.Value.Allows(linkBase))
        {
            errors.Add("link_base", FieldErrors.InvalidValue);
        }

        return linkBase;
    }
}
