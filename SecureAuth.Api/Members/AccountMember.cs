namespace SecureAuth.Api.Members;

/// <summary>Members of bodies that exist only where an operator has configured them.</summary>
internal enum AccountMember
{
    Fields = 1,
    Username = 2,
}
