using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Members;

namespace SecureAuth.Api.Email;

/// <summary>The base of requests that take a code in place of the token of a link.</summary>
internal abstract record ProofRequestBody : RequestBody
{
    /// <summary>The token of the request for the code, if the mail carries a code.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.CodeRequestToken, MaxLength = FieldLimits.Token)]
    public string? RequestToken { get; set; }

    /// <summary>The eight digits of the mail.</summary>
    [Member(ConfiguredMember.MailedCode)]
    [Field(Example = Examples.MailedCode, MaxLength = FieldLimits.Code)]
    public string? Code { get; set; }
}
