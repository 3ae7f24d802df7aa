using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>The name that a user signs in with.</summary>
/// <param name="Text">A valid e-mail address, or a username in lower case.</param>
/// <param name="IsUsername">Whether it is a username.</param>
internal sealed record SignInName(string Text, bool IsUsername) : Confidential;
