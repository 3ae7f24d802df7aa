using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.Core.Features;
using SecureAuth.Core.Requirements;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Who may register, and what is switched off, as far as this command has the environment of the API.</summary>
internal static class RegistrationChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("registration", CheckedStore.Postgres, CheckRegistrationAsync),
        new("features", CheckedStore.Postgres, CheckFeaturesAsync),
    ];

    private static async Task<Verdict> CheckRegistrationAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = invocation.Get<IOptions<RegistrationOptions>>().Value;
        if (options.InvitingRoles.Count > 0 && !options.UsersInvite)
        {
            return Verdict.Warning(
                "Accounts__InvitingRoles has no effect, because Accounts__Registration is Closed",
                "remove Accounts__InvitingRoles, or set Accounts__Registration to Invitation");
        }

        var unknown = await invocation.Get<UnknownRoles>().FindAsync(options.InvitingRoles, cancellationToken);
        return unknown.Count > 0
            ? Verdict.Warning(
                $"nobody has created {string.Join(", ", unknown)}", "check the spelling in Accounts__InvitingRoles")
            : Verdict.Ok(options.Registration switch
            {
                RegistrationMode.Invitation => "by invitation",
                RegistrationMode.Closed => "closed",
                _ => "open",
            });
    }

    private static async Task<Verdict> CheckFeaturesAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = invocation.Get<IOptions<FeatureOptions>>().Value;
        var lockedOut = options.Passkeys ? 0 : await CountLockedOutAsync(invocation, cancellationToken);
        if (lockedOut > 0)
        {
            return Verdict.Warning(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"passkeys are switched off, and are the only second factor of users who must have one: {lockedOut}"),
                "let them set up another one with secureauth users reset-2fa, or set Features__Passkeys to true");
        }

        var off = options.SwitchedOff();
        return Verdict.Ok(off.Count == 0 ? "all are on" : $"switched off: {string.Join(", ", off)}");
    }

    private static async Task<long> CountLockedOutAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var rule = invocation.Get<SecondFactorRule>();
        if (!rule.AppliesToSome)
        {
            return 0;
        }

        var counts = await invocation.Get<AuthDbContext>().Database.SqlQuery<long>(SqlFragment.Inline(
            $"""
            -- count users with passkeys alone
            SELECT count(*) AS "Value" FROM users u
            WHERE u.is_active AND NOT u.totp_enabled AND EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id)
                AND NOT ({rule.Exempts("u.id")})
            """)).ToListAsync(cancellationToken);
        return counts[0];
    }
}
