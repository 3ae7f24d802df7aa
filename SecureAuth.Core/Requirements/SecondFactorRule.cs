using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Features;

namespace SecureAuth.Core.Requirements;

/// <summary>
/// Says who must have a second factor. A passkey is one only for these users: for others, it is a second way to sign in, and the
/// password alone still does.
/// </summary>
public sealed class SecondFactorRule(
    AuthDbContext db, ILookupNormalizer normalizer, IOptions<SecondFactorOptions> options, IOptions<FeatureOptions> features)
{
    private static readonly SqlFragment MultiFactor = new("'mfa' = ANY(s.authentication_methods)");

    private readonly bool _everybody = options.Value.DemandsOfEverybody();
    private readonly string[] _roles = [.. options.Value.DemandingRoles().Select(normalizer.NormalizeName).OfType<string>()];

    /// <summary>Whether some users must have a second factor.</summary>
    public bool AppliesToSome => _everybody || _roles.Length > 0;

    /// <summary>The condition that a user need not have a second factor.</summary>
    /// <param name="userId">The column with the user's id.</param>
    public FormattableString Exempts(string userId) => (_everybody, _roles) switch
    {
        (true, _) => $"false",
        (false, []) => $"true",
        _ =>
            $"""
            NOT EXISTS (
                SELECT FROM user_roles m JOIN roles r ON r.id = m.role_id
                WHERE m.user_id = {new SqlFragment(userId)} AND r.normalized_name = ANY({_roles}))
            """,
    };

    /// <summary>The condition for a statement on <c>sessions s</c> that the session may go on.</summary>
    public FormattableString Allows() => $"({MultiFactor} OR {Exempts("s.user_id")})";

    /// <summary>Finds out what the rule means for a user without an authenticator app.</summary>
    public async Task<SecondFactorState> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (!AppliesToSome)
        {
            return SecondFactorState.NotRequired;
        }

        var rows = await db.Database.SqlQuery<Row>(SqlFragment.Inline(
            $"""
            -- check required second factor
            SELECT {Exempts("u.id")} AS exempt, EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS has_passkey
            FROM users u WHERE u.id = {userId}
            """)).ToListAsync(cancellationToken);
        return rows switch
        {
            [{ Exempt: false, HasPasskey: true }] when !features.Value.Passkeys => SecondFactorState.PasskeySwitchedOff,
            [{ Exempt: false, HasPasskey: true }] => SecondFactorState.Passkey,
            [{ Exempt: false }] => SecondFactorState.Missing,
            _ => SecondFactorState.NotRequired,
        };
    }

    /// <summary>Whether users must have a second factor because of this role.</summary>
    public bool AppliesBecauseOf(string role) => !_everybody && _roles.Contains(normalizer.NormalizeName(role));

    private sealed record Row(bool Exempt, bool HasPasskey);
}
