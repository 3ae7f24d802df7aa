using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Sessions;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Grants a role. It is in force at once, since the tokens without it are rejected.</summary>
internal sealed class UsersGrantCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    private readonly Argument<string> _role = RoleArgument.Create("Role to grant; created if it does not exist");

    public UsersGrantCommand()
        : base(
            "grant",
            "Grants a role. Every API instance rejects the access tokens without it within a second, and the next refresh of a "
                + "session returns one with it. The sessions go on.",
            "secureauth users grant alice@example.com auditor --reason \"ticket 4714\"")
    {
        Add(_user);
        Add(_role);
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var grant = await RoleGrant.FindAsync(
            db, invocation.Get<ILookupNormalizer>(), user, invocation.Parsed.GetRequiredValue(_role), cancellationToken);
        if (grant.IsHeld)
        {
            return new Plan(Unchanged(grant), $"{user.Email} has the role {grant.Role} already");
        }

        var ending = await CountEndingAsync(invocation, db, grant, cancellationToken);
        var note = ending == 0 ? "" : $"; sessions without a second factor end at their next refresh ({ending})";
        var question = ending == 0
            ? null
            : $"Grant {grant.Role} to {user.Email}? Sessions without a second factor end at their next refresh ({ending}).";
        return new Plan(Changed(grant, !grant.Exists, ending), $"Would grant {RoleOf(grant)} to {user.Email}{note}")
        {
            Event = AuditEvent.RoleGranted,
            Question = question,
            ChangesTokens = true,
            ApplyAsync = async entry =>
            {
                var done = await invocation.Get<AccountRoles>().GrantAsync(user.Id, grant.Role, entry);
                return done.Granted
                    ? new ChangeResult(
                        Changed(grant, done.RoleCreated, ending),
                        $"Granted {RoleOf(grant with { Exists = !done.RoleCreated })} to {user.Email}{note}")
                    : new ChangeResult(Unchanged(grant), $"{user.Email} has the role {grant.Role} already");
            },
        };
    }

    /// <summary>Counts the sessions that the role ends, by the settings of this command.</summary>
    private static async Task<int> CountEndingAsync(
        Invocation invocation, AuthDbContext db, RoleGrant grant, CancellationToken cancellationToken)
    {
        var rule = invocation.Get<SecondFactorRule>();
        if (!rule.AppliesBecauseOf(grant.Role) || grant.User.Roles.Any(rule.AppliesBecauseOf))
        {
            return 0;
        }

        return await LiveSessions.In(db).TagWith("count sessions")
            .CountAsync(s => s.UserId == grant.User.Id && !s.AuthenticationMethods.Contains("mfa"), cancellationToken);
    }

    private static string RoleOf(RoleGrant grant) => grant.Exists ? grant.Role : $"the new role {grant.Role}";

    private static RoleChanged Changed(RoleGrant grant, bool created, int ending) => new(
        grant.User.Id, grant.User.Email, Changed: true, grant.Role, created,
        [.. grant.User.Roles.Append(grant.Role).Order(StringComparer.Ordinal)], ending);

    private static RoleChanged Unchanged(RoleGrant grant) => new(
        grant.User.Id, grant.User.Email, Changed: false, grant.Role, RoleCreated: false, grant.User.Roles);
}
