namespace SecureAuth.Core.Mail;

/// <summary>How the recipient of a mail proves to have read it.</summary>
public enum EmailProof
{
    /// <summary>The mail carries a link. Whoever opens it can use its token.</summary>
    Link = 1,

    /// <summary>The mail carries eight digits, which only the client that asked for the mail can use.</summary>
    Code = 2,
}
