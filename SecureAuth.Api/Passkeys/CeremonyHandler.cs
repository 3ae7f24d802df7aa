using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passkeys;

namespace SecureAuth.Api.Passkeys;

/// <summary>Identity's handler with our demands, for one ceremony.</summary>
internal sealed class CeremonyHandler : IDisposable
{
    private readonly UserManager<User> _users;
    private readonly RelyingParty _relyingParty;

    public CeremonyHandler(
        IServiceProvider services, RelyingParty relyingParty, User? user, IList<UserPasskeyInfo> passkeys)
    {
        _relyingParty = relyingParty;
        _users = ActivatorUtilities.CreateInstance<UserManager<User>>(services, new CeremonyStore(user, passkeys));
        Value = new PasskeyHandler<User>(_users, Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = relyingParty.Id,
            AuthenticatorTimeout = PasskeyChallenges.Lifetime,

            // A passkey stands for two factors only if the authenticator has checked a PIN or a fingerprint.
            UserVerificationRequirement = "required",

            // A sign-in never lists credentials, so the authenticator must find them itself.
            ResidentKeyRequirement = "required",

            // Which product an authenticator is decides nothing here, and browsers ask for consent before they tell.
            AttestationConveyancePreference = "none",
            ValidateOrigin = context => ValueTask.FromResult(IsFromOurPage(context)),
        }));
    }

    public IPasskeyHandler<User> Value { get; }

    /// <summary>Why a ceremony failed, as far as an operator can do something about it.</summary>
    public AuditReason Refusal { get; private set; } = AuditReason.InvalidPasskey;

    public void Dispose() => _users.Dispose();

    /// <summary>A page that is framed by another site could be clicked unknowingly, so it is refused too.</summary>
    private bool IsFromOurPage(PasskeyOriginValidationContext context)
    {
        if (!context.CrossOrigin && _relyingParty.Accepts(context.Origin))
        {
            return true;
        }

        Refusal = AuditReason.WrongOrigin;
        return false;
    }
}
