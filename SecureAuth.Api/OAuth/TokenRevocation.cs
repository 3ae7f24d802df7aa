using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.OAuth;

/// <summary>
/// Ends the session of a token on behalf of a service (RFC 7009). The result does not reveal whether the token was valid.
/// </summary>
internal sealed class TokenRevocation(RefreshRotation rotation, AccessTokenCheck accessTokens, SessionService sessions)
{
    /// <param name="token">
    /// A valid access token, or any refresh token of the session: whoever has an old one could end the session anyway, by trying
    /// to use it. Here it does not count as stolen.
    /// </param>
    /// <param name="service">The id of the service.</param>
    /// <param name="client">The client of the request.</param>
    public async Task RevokeAsync(string token, string service, Actor client)
    {
        if (await FindSessionAsync(token) is { } sessionId)
        {
            var actor = client with { Kind = ActorKind.Service, Name = service };
            await sessions.EndAsync(
                sessionId, owner: null, RevocationReason.RevokedByService,
                new AuditEntry(AuditEvent.SessionRevoked, AuditOutcome.Success, actor));
        }
    }

    private async Task<Guid?> FindSessionAsync(string token) => token.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal)
        ? (await rotation.VerifyAsync(token))?.SessionId
        : await accessTokens.FindSessionAsync(token);
}
