namespace SecureAuth.Client;

internal sealed record SessionsResponse(IReadOnlyList<UserSession> Sessions) : SecureAuthMessage;

internal sealed record PasskeysResponse(IReadOnlyList<Passkey> Passkeys) : SecureAuthMessage;

internal sealed record RecoveryCodesResponse(IReadOnlyList<string> RecoveryCodes) : SecureAuthMessage;
