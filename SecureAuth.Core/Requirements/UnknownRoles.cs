using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Requirements;

/// <summary>Finds the roles in the configuration that nobody has created, which may be misspelt.</summary>
public sealed class UnknownRoles(AuthDbContext db, ILookupNormalizer normalizer)
{
    public async Task<IReadOnlyList<string>> FindAsync(IEnumerable<string> configured, CancellationToken cancellationToken)
    {
        var roles = configured.ToLookup(normalizer.NormalizeName);
        if (roles.Count == 0)
        {
            return [];
        }

        string?[] names = [.. roles.Select(role => role.Key)];
        var known = await db.Set<Role>().TagWith("check role").Where(role => names.Contains(role.NormalizedName))
            .Select(role => role.NormalizedName).ToListAsync(cancellationToken);
        return [.. roles.Where(role => !known.Contains(role.Key)).Select(role => role.First())];
    }
}
