using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Gives a username to an account, or removes it.</summary>
internal sealed class UsersSetUsernameCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "New username (Accounts__Usernames)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Remove the username" };

    public UsersSetUsernameCommand()
        : base(
            "set-username",
            "Gives a username to an account, or removes it. The former name is free from then on.",
            "secureauth users set-username alice@example.com alice --reason \"ticket 4716\"")
    {
        Add(_user);
        Add(_name);
        Add(_remove);
        Validators.Add(result =>
        {
            var name = result.GetValue(_name);
            if (result.GetValue(_remove) == name is not null)
            {
                result.AddError("Give either a NAME or --remove.");
            }
            else if (name is not null && Username.Normalize(name) is null)
            {
                result.AddError($"NAME must have {Username.Rule}.");
            }
        });
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var name = invocation.Parsed.GetValue(_name) is { } given ? Username.Normalize(given) : null;
        if (name is not null && !invocation.Get<IOptions<UsernameOptions>>().Value.AreUsed)
        {
            throw new OperatorException(ExitCode.Failed, "Accounts__Usernames is Off here, so nobody could use a username");
        }

        var db = invocation.Get<AuthDbContext>();
        var present = await db.Usernames.TagWith("find username").Where(held => held.UserId == user.Id).Select(held => held.Name)
            .FirstOrDefaultAsync(cancellationToken);
        if (present == name)
        {
            return new Plan(new UserChange(user, Changed: false), Unchanged(user, name));
        }

        if (name is not null && await invocation.Get<Usernames>().IsTakenAsync(name, except: user.Id, cancellationToken))
        {
            throw UsernameRefusal.Taken(name);
        }

        return new Plan(new UserChange(user), name is null
            ? $"Would remove the username {present} from {user.Email}"
            : $"Would give the username {name} to {user.Email}")
        {
            Event = AuditEvent.UsernameSetByOperator,
            ApplyAsync = entry => ApplyAsync(invocation, user, name, entry),
        };
    }

    private static async Task<ChangeResult> ApplyAsync(Invocation invocation, Account user, string? name, AuditEntry entry)
    {
        var usernames = invocation.Get<Usernames>();
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        var outcome = await (name is null ? usernames.ReleaseAsync(user.Id) : usernames.ClaimAsync(user.Id, name));
        switch (outcome)
        {
            case UsernameOutcome.Taken:
                throw UsernameRefusal.Taken(name!);

            case UsernameOutcome.Unchanged:
                return new ChangeResult(new UserChange(user, Changed: false), Unchanged(user, name));
        }

        transaction.Record(entry with { UserId = user.Id });
        await invocation.Get<Outbox>().AddAsync(transaction, Usernames.NoticeOf(user.Id, outcome, entry.Actor));
        await transaction.CommitAsync();
        return new ChangeResult(
            new UserChange(user),
            name is null ? $"Removed the username from {user.Email}" : $"Gave the username {name} to {user.Email}");
    }

    private static string Unchanged(Account user, string? name) =>
        name is null ? $"{user.Email} has no username" : $"{user.Email} already has the username {name}";
}
