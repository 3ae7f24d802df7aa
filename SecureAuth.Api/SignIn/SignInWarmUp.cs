using SecureAuth.Core.Accounts;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Startup;

namespace SecureAuth.Api.SignIn;

/// <summary>Lets the code of a sign-in be compiled, and its keys be read, with the statements that change nothing.</summary>
internal sealed class SignInWarmUp(IServiceScopeFactory scopes) : IWarmUp
{
    /// <summary>No account has it, because it is not an e-mail address.</summary>
    private const string NoEmail = "WARM-UP";

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<SignInService>().FindAsync(NoEmail, identifier: [], deviceId: null, cancellationToken);

        var lockout = services.GetRequiredService<AccountLockout>();
        await lockout.PeekAsync(await lockout.IdentifierHashAsync(NoEmail, cancellationToken), cancellationToken);
        await services.GetRequiredService<UserDevices>().KeyAsync(cancellationToken);
        await services.GetRequiredService<SessionService>().TokenKeysAsync(cancellationToken);
    }
}
