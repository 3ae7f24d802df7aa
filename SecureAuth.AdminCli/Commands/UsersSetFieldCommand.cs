using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Sets or removes a configured field of an account. A value of a former field can be removed too.</summary>
internal sealed class UsersSetFieldCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    private readonly Argument<string> _name = new("NAME") { Description = "Name of the field (Accounts__Fields)" };

    private readonly Argument<string?> _value = new("VALUE")
    {
        Description = "New value: text, a whole number, true or false, or a date such as 2026-01-31",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Remove the value" };

    public UsersSetFieldCommand()
        : base(
            "set-field",
            "Sets or removes a configured field of an account. If it is in tokens, the next refresh of a session returns one "
                + "with it. The audit log has the name of the field, and not the value.",
            "secureauth users set-field alice@example.com department Sales --reason \"ticket 4715\"")
    {
        Add(_user);
        Add(_name);
        Add(_value);
        Add(_remove);
        Validators.Add(result =>
        {
            if (result.GetValue(_remove) == result.GetValue(_value) is not null)
            {
                result.AddError("Give either a VALUE or --remove.");
            }
        });
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var name = invocation.Parsed.GetRequiredValue(_name);
        var stored = await StoredAsync(invocation, user.Id, cancellationToken);
        var fields = invocation.Get<ConfiguredFields>();
        var removes = invocation.Parsed.GetValue(_remove);
        var changes = removes && fields.Find(name) is null && stored.TryGetProperty(name, out _)
            ? new FieldChanges(ConfiguredFields.Empty, [name], [name])
            : FieldValues.Read(fields, [(name, invocation.Parsed.GetValue(_value))], isNew: false);
        if (IsDone(stored, changes))
        {
            return new Plan(new FieldSet(user, name, Changed: false), Unchanged(user, name));
        }

        return new Plan(new FieldSet(user, name, Changed: true), $"Would {(removes ? "remove" : "set")} {name} of {user.Email}")
        {
            Event = AuditEvent.UserFieldSet,
            ApplyAsync = entry => ApplyAsync(invocation, user, name, changes, entry),
        };
    }

    private static async Task<ChangeResult> ApplyAsync(
        Invocation invocation, Account user, string name, FieldChanges changes, AuditEntry entry)
    {
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        switch (await invocation.Get<StoredUserFields>().MergeAsync(user.Id, changes))
        {
            case FieldsOutcome.TooLarge:
                throw new OperatorException(
                    ExitCode.Failed, $"The fields of {user.Email} would be too large; remove former ones");

            case FieldsOutcome.Unchanged:
                return new ChangeResult(new FieldSet(user, name, Changed: false), Unchanged(user, name));
        }

        transaction.Record(entry with { UserId = user.Id, Reason = AuditReason.About($"field={name}", entry.Reason) });
        await transaction.CommitAsync();
        return new ChangeResult(
            new FieldSet(user, name, Changed: true), $"{(changes.Removed.Count > 0 ? "Removed" : "Set")} {name} of {user.Email}");
    }

    private static async Task<JsonElement> StoredAsync(Invocation invocation, Guid userId, CancellationToken cancellationToken)
    {
        var stored = await invocation.Get<AuthDbContext>().Users.TagWith("find user").Where(u => u.Id == userId)
            .Select(u => u.Fields).SingleOrDefaultAsync(cancellationToken);
        return JsonElement.Parse(stored ?? ConfiguredFields.Empty);
    }

    private static bool IsDone(JsonElement stored, FieldChanges changes) =>
        changes.Removed.All(name => !stored.TryGetProperty(name, out _))
        && JsonElement.Parse(changes.Set).EnumerateObject().All(
            member => stored.TryGetProperty(member.Name, out var value) && JsonElement.DeepEquals(value, member.Value));

    private static string Unchanged(Account user, string name) => $"{user.Email} has this {name} already";

    /// <summary>Without the value, which is personal data.</summary>
    private sealed record FieldSet(Guid UserId, string Email, bool Changed, string Field) : UserChange(UserId, Email, Changed)
    {
        public FieldSet(Account user, string field, bool Changed)
            : this(user.Id, user.Email, Changed, field)
        {
        }
    }
}
