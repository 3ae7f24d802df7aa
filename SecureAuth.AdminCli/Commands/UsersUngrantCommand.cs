using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Takes a role away. It is in force at once, since the tokens with it are rejected.</summary>
internal sealed class UsersUngrantCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    private readonly Argument<string> _role = RoleArgument.Create("Role to take away");

    public UsersUngrantCommand()
        : base(
            "ungrant",
            "Takes a role away. Every API instance rejects the access tokens with it within a second, and the next refresh of a "
                + "session returns one without it. The sessions go on.",
            "secureauth users ungrant alice@example.com auditor --reason \"changed teams\"")
    {
        Add(_user);
        Add(_role);
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var grant = await RoleGrant.FindAsync(
            invocation.Get<AuthDbContext>(), invocation.Get<ILookupNormalizer>(), user,
            invocation.Parsed.GetRequiredValue(_role), cancellationToken);
        if (!grant.Exists)
        {
            throw new OperatorException(ExitCode.NotFound, $"No such role: {grant.Role}");
        }

        if (!grant.IsHeld)
        {
            return new Plan(Describe(grant, changed: false), NotHeld(grant));
        }

        return new Plan(Describe(grant, changed: true), $"Would take {grant.Role} away from {user.Email}")
        {
            Event = AuditEvent.RoleUngranted,
            ChangesTokens = true,
            ApplyAsync = async entry =>
            {
                var done = await invocation.Get<AccountRoles>().UngrantAsync(user.Id, grant.Role, entry);
                return new ChangeResult(
                    Describe(grant, done), done ? $"Took {grant.Role} away from {user.Email}" : NotHeld(grant));
            },
        };
    }

    private static string NotHeld(RoleGrant grant) => $"{grant.User.Email} does not have the role {grant.Role}";

    private static RoleChanged Describe(RoleGrant grant, bool changed) => new(
        grant.User.Id, grant.User.Email, changed, grant.Role, RoleCreated: false,
        [.. grant.User.Roles.Where(role => role != grant.Role)]);
}
