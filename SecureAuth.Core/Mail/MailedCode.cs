namespace SecureAuth.Core.Mail;

/// <summary>
/// A request for a code. There is one for an address without an account too, so that guesses at it are answered in the same way.
/// The code itself is derived from the row of <see cref="OneTimeToken"/>, from this one and from a key of the server, and is
/// stored nowhere.
/// </summary>
public sealed class MailedCode
{
    public Guid Id { get; init; }

    /// <summary>The hash of the token that the client got which asked for the code.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>What the code is worth. Null if no code has been mailed, perhaps because there is no account.</summary>
    public Guid? TokenId { get; set; }

    /// <summary>The guesses so far, right and wrong.</summary>
    public int Guesses { get; set; }

    /// <summary>It is counted from the request, with or without an account.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
