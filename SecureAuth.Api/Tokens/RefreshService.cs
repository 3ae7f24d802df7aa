using System.Diagnostics;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>Rotates a refresh token and issues a new token pair.</summary>
internal sealed class RefreshService(RefreshRotation rotation, TokenPairIssuer tokens, AuthMeter meter)
{
    public async Task<RefreshOutcome> RefreshAsync(string refreshToken, Actor actor, bool inCookie)
    {
        switch (await rotation.RotateAsync(refreshToken, actor, inCookie))
        {
            case RotationOutcome.Rotated rotated:
                meter.Refresh(RefreshResult.Success);
                return new RefreshOutcome.Refreshed(tokens.Issue(rotated.Grant));

            case RotationOutcome.Reused:
                meter.Refresh(RefreshResult.Reused);
                return new RefreshOutcome.Reused();

            case RotationOutcome.Refused:
                meter.Refresh(RefreshResult.Refused);
                return new RefreshOutcome.Refused();

            case var unknown:
                throw new UnreachableException($"Unexpected outcome of a rotation: {unknown}");
        }
    }
}
