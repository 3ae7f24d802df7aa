using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lists accounts by their ids, which is by their age, a page at a time.</summary>
internal sealed class UsersListCommand : OperatorCommand
{
    private const int LongestPage = 1000;

    private readonly Option<bool> _locked = new("--locked") { Description = "Only accounts that are locked now" };

    private readonly Option<bool> _disabled = new("--disabled") { Description = "Only disabled accounts" };

    private readonly Option<string?> _role = new("--role") { Description = "Only accounts with this role", HelpName = "role" };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"At most so many, 1 to {LongestPage}",
        HelpName = "n",
        DefaultValueFactory = _ => 50,
        CustomParser = ParseLimit,
    };

    private readonly Option<Guid?> _after = IdOption.Create("--after", "Only accounts after this id", "id");

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
        var found = await Matching(invocation).OrderBy(a => a.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var page = new Page(found[..Math.Min(found.Count, limit)], found.Count > limit ? found[limit - 1].Id : null);

        invocation.Terminal.Result(page, Describe);
        if (page.NextAfter is { } next)
        {
            invocation.Terminal.Say($"There are more: --after {next}");
        }

        return ExitCode.Done;
    }

    private IQueryable<Account> Matching(Invocation invocation)
    {
        var parsed = invocation.Parsed;
        var after = parsed.GetValue(_after) ?? Guid.Empty;
        var accounts = invocation.Get<UserLookup>().All.Where(a => a.Id > after);
        if (parsed.GetValue(_locked))
        {
            accounts = accounts.Where(a => a.LockedUntil != null);
        }

        if (parsed.GetValue(_disabled))
        {
            accounts = accounts.Where(a => !a.IsActive);
        }

        if (parsed.GetValue(_role) is { } role)
        {
            var db = invocation.Get<AuthDbContext>();
            var name = invocation.Get<ILookupNormalizer>().NormalizeName(role);
            accounts = accounts.Where(a => db.Set<IdentityUserRole<Guid>>().Any(
                m => m.UserId == a.Id && db.Set<Role>().Any(r => r.Id == m.RoleId && r.NormalizedName == name)));
        }

        return accounts;
    }

    private static int ParseLimit(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LongestPage)
        {
            return limit;
        }

        result.AddError($"--limit takes 1 to {LongestPage}.");
        return 0;
    }

    private static PlainTable Describe(Page page)
    {
        var table = PlainTable.Of(["Id", "E-mail"], "Roles", "Active", "Locked until", "Last sign-in");
        foreach (var user in page.Users)
        {
            table.Row(
                user.Id.ToString(),
                user.Email,
                string.Join(", ", user.Roles),
                PlainTable.YesNo(user.IsActive),
                PlainTable.Time(user.LockedUntil),
                PlainTable.Time(user.LastLoginAt));
        }

        return table;
    }

    private sealed record Page(IReadOnlyList<Account> Users, Guid? NextAfter);
}
