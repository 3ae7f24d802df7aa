using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Members;

namespace SecureAuth.Api.Email;

/// <summary>The base of requests that have a mail sent.</summary>
internal abstract record MailRequestBody : RequestBody
{
    /// <summary>
    /// The base URL of the link in the mail: one of <c>Email__LinkBases</c>, by default <c>Email__LinkBase</c>.
    /// </summary>
    [Member(ConfiguredMember.LinkBase)]
    [Field(Example = Examples.LinkBase)]
    public string? LinkBase { get; set; }
}
