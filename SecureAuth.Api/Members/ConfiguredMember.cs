namespace SecureAuth.Api.Members;

/// <summary>Members of bodies that exist only where an operator has configured them.</summary>
internal enum ConfiguredMember
{
    Fields = 1,
    Username = 2,

    /// <summary>A request may choose what its link begins with.</summary>
    LinkBase = 3,

    /// <summary>Mails carry codes.</summary>
    MailedCode = 4,

    /// <summary>Passkeys are not switched off.</summary>
    Passkey = 5,
}
