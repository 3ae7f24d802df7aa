using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lists accounts a page at a time, ordered by ID. IDs are version 7, so this is the order of creation.</summary>
internal sealed class UsersListCommand : OperatorCommand
{
    private readonly Option<bool> _locked = new("--locked") { Description = "List only accounts that are currently locked" };

    private readonly Option<bool> _disabled = new("--disabled") { Description = "List only disabled accounts" };

    private readonly Option<string?> _role = RoleOption.Create("List only accounts with this role");

    private readonly Option<int> _limit = LimitOption.Create("accounts");

    private readonly Option<Guid?> _after = IdOption.Create("--after", "List only accounts after this ID", "id");

    public UsersListCommand()
        : base("list", "Lists accounts, oldest first", "secureauth users list --locked --limit 20")
    {
        Add(_locked);
        Add(_disabled);
        Add(_role);
        Add(_limit);
        Add(_after);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var limit = invocation.Parsed.GetValue(_limit);
        var matching = await MatchingAsync(invocation, cancellationToken);
        var found = await matching.TagWith("list users").OrderBy(a => a.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var page = new Page(found[..Math.Min(found.Count, limit)], found.Count > limit ? found[limit - 1].Id : null);

        invocation.Terminal.Result(page, Describe);
        if (page.NextAfter is { } next)
        {
            invocation.Terminal.Say($"There are more accounts; continue with --after {next}");
        }

        return ExitCode.Done;
    }

    private async Task<IQueryable<Account>> MatchingAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parsed = invocation.Parsed;
        var after = parsed.GetValue(_after) ?? Guid.Empty;
        var lookup = invocation.Get<UserLookup>();
        var accounts = lookup.All.Where(a => a.Id > after);
        if (parsed.GetValue(_locked))
        {
            var locked = lookup.Locked;
            accounts = accounts.Where(a => locked.Contains(a.Id));
        }

        if (parsed.GetValue(_disabled))
        {
            accounts = accounts.Where(a => !a.IsActive);
        }

        if (parsed.GetValue(_role) is { } role)
        {
            // Postgres has to know the role when it plans the list: few users may have it, or all of them.
            var db = invocation.Get<AuthDbContext>();
            var name = invocation.Get<ILookupNormalizer>().NormalizeName(role);
            var roleId = await db.Set<Role>().TagWith("check role").Where(r => r.NormalizedName == name).Select(r => r.Id)
                .SingleOrDefaultAsync(cancellationToken);
            accounts = accounts.Where(
                a => db.Set<IdentityUserRole<Guid>>().Any(m => m.UserId == a.Id && m.RoleId == roleId));
        }

        return accounts;
    }

    private static TextTable Describe(Page page)
    {
        var table = TextTable.WithHeader(["ID", "E-mail"], "Roles", "Active", "Locked until", "Last sign-in")
            .Highlight(Styles.Warning, "Active", "no")
            .Highlight(Styles.Warning, "Locked until");
        foreach (var user in page.Users)
        {
            table.Row(
                user.Id.ToString(),
                user.Email,
                string.Join(", ", user.Roles),
                TextTable.YesNo(user.IsActive),
                LockEnd.Describe(user.LockedUntil),
                TextTable.Time(user.LastLoginAt));
        }

        return table;
    }

    private sealed record Page(IReadOnlyList<Account> Users, Guid? NextAfter);
}
