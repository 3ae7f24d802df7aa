using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>Rotates a refresh token and issues the pair that follows from it.</summary>
internal sealed class RefreshService(RefreshRotation rotation, TokenPairIssuer tokens, AuthMeter meter)
{
    public async Task<RefreshOutcome> RefreshAsync(string refreshToken, Actor actor, CancellationToken cancellationToken)
    {
        switch (await rotation.RotateAsync(refreshToken, actor, cancellationToken))
        {
            case RotationOutcome.Rotated rotated:
                meter.Refresh("success");
                return new RefreshOutcome.Refreshed(await tokens.IssueAsync(rotated.Grant, cancellationToken));

            case RotationOutcome.Reused:
                meter.Refresh("reused");
                return new RefreshOutcome.Reused();

            default:
                meter.Refresh("refused");
                return new RefreshOutcome.Refused();
        }
    }
}
