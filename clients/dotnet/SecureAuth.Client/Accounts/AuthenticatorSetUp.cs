namespace SecureAuth.Client;

/// <summary>The secret for an authenticator app. The server does not show it again.</summary>
/// <param name="Secret">In base32, to be typed.</param>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="QrSvg">The URI as a QR code, an SVG image.</param>
public sealed record AuthenticatorSetUp(string Secret, string Uri, string QrSvg) : SecureAuthMessage;

/// <summary>The authenticator app is on.</summary>
/// <param name="RecoveryCodes">Each works once in place of a code. The server does not show them again.</param>
/// <param name="Tokens">The new session if the set-up completed a sign-in, otherwise null.</param>
public sealed record ConfirmedAuthenticator(IReadOnlyList<string> RecoveryCodes, TokenPair? Tokens) : SecureAuthMessage;
