using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>What a request wants its mail to carry.</summary>
/// <param name="LinkBase">The configured address that the link begins with, or null for the default.</param>
/// <param name="Code">The code that the mail carries instead of a link, or null for a link.</param>
public sealed record RequestedProof(string? LinkBase, RequestedCode? Code) : Confidential
{
    public MailDetails? AddTo(MailDetails? details) => LinkBase is null && Code is null
        ? details
        : (details ?? new MailDetails()) with { LinkBase = LinkBase, CodeId = Code?.Id };
}

/// <summary>A request for a code. Its token goes to the client that asks, and the code to the mailbox.</summary>
public sealed record RequestedCode(Guid Id, string Token) : Confidential;
