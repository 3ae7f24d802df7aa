using SecureAuth.Api.Http.Server;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Issues the tokens of a session.</summary>
internal sealed class TokenPairIssuer(AccessTokenIssuer accessTokens)
{
    /// <summary>Issues the tokens after a sign-in, with that of the device.</summary>
    /// <param name="grant">The new session.</param>
    /// <param name="key">The key of device tokens.</param>
    /// <param name="identifierHash">The keyed hash of the account's e-mail.</param>
    public TokenPair Issue(SessionGrant grant, DeviceKey key, byte[] identifierHash) => Issue(grant) with
    {
        DeviceToken = grant.DeviceId is { } device ? key.Derive(device, identifierHash) : null,
    };

    /// <summary>Issues the tokens after a refresh.</summary>
    public TokenPair Issue(SessionGrant grant)
    {
        RequestSpan.Identify(grant.UserId, grant.SessionId);
        var access = accessTokens.Issue(grant);
        return new TokenPair(
            access.Text,
            "Bearer",
            access.ExpiresIn,
            grant.RefreshToken.Encode(),
            (int)grant.RefreshExpiresIn.TotalSeconds,
            grant.SessionId,
            TwoFaRequired: false);
    }
}
