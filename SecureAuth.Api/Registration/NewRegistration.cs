using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <summary>What somebody registers with.</summary>
/// <param name="Email">A validated e-mail address.</param>
/// <param name="Password">The password exactly as it was typed.</param>
/// <param name="DisplayName">A validated display name, or null.</param>
/// <param name="InvitationToken">The token of an invitation, or null.</param>
/// <param name="Proof">How the owner of the address proves that it is theirs, unless an invitation has done that.</param>
internal sealed record NewRegistration(
    string Email, string Password, string? DisplayName, string? InvitationToken, RequestedProof Proof) : Confidential;
