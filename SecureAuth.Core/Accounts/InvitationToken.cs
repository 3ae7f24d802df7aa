using System.Security.Cryptography;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Accounts;

/// <summary>The token of an invitation. Like all mailed tokens, it is derived from its row and a key of the server.</summary>
public static class InvitationToken
{
    /// <summary>Everything that the token is bound to.</summary>
    public static TokenSubject SubjectOf(Guid id, string normalizedEmail) =>
        new(id, OneTimeTokenPurpose.Invitation, Guid.Empty, normalizedEmail, SecurityStamp: "");

    /// <summary>
    /// What is shown to the database to use the token up. The table holds only its hash, so that a role that may read the table
    /// cannot give an account of its own the role that an operator has promised to somebody else.
    /// </summary>
    public static byte[] ProofOf(string token) => OneTimeTokenKey.Hash(token);

    /// <summary>What is stored.</summary>
    public static byte[] HashOf(byte[] proof) => SHA256.HashData(proof);
}
