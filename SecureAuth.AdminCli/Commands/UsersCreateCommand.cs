using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Creates an account, as a registration would.</summary>
internal sealed class UsersCreateCommand : ChangingCommand
{
    private readonly Argument<string> _email = NewEmailArgument.Create(
        "E-mail address to sign in with; must be unique, ignoring case");

    private readonly Option<string?> _displayName = new("--display-name")
    {
        Description = "Name to show for the user",
        HelpName = "name",
    };

    private readonly Option<string?> _role = RoleOption.Create("Role to assign; created if it does not exist");

    private readonly Option<string[]> _fields = FieldOption.Create();

    private readonly Option<string?> _username = new("--username")
    {
        Description = "Name to sign in with, in addition to the e-mail address (Accounts__Usernames)",
        HelpName = "name",
    };

    public UsersCreateCommand()
        : base(
            "create",
            "Creates an account. Its password must meet the password policy, and its e-mail address is marked as verified.",
            "secureauth users create alice@example.com --display-name Alice --password-stdin < password.txt")
    {
        Add(_email);
        Add(_displayName);
        Add(_role);
        Add(_username);
        Add(_fields);
        PasswordInput.AddTo(this);
        Check(
            _displayName,
            DisplayName.IsValid,
            $"--display-name must have 1 to {DisplayName.MaxLength} characters, without line breaks.");
        Check(
            _username,
            name => Username.Normalize(name) is not null,
            $"--username must have {Username.Rule}.");
        Check(_role, RoleName.IsValid, RoleArgument.Rule("--role"));
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parsed = invocation.Parsed;
        var policy = invocation.Get<PasswordPolicy>();
        var account = new NewAccount(
            parsed.GetRequiredValue(_email), PasswordInput.Read(invocation), parsed.GetValue(_displayName)?.Trim())
        {
            EmailVerified = true,
            Roles = parsed.GetValue(_role) is { } role ? [role] : [],
            Username = UsernameOf(invocation),
            Fields = FieldOption.Read(invocation, _fields),
        };
        var reasons = await policy.CheckAsync(account.Password, account.PersonalData, cancellationToken);
        if (reasons.Count > 0)
        {
            throw PasswordInput.Refused(reasons);
        }

        var db = invocation.Get<AuthDbContext>();
        var names = invocation.Get<ILookupNormalizer>();
        var email = names.NormalizeEmail(account.Email);
        if (await db.Users.TagWith("check e-mail").AnyAsync(u => u.NormalizedEmail == email, cancellationToken))
        {
            throw Taken(account);
        }

        if (account.Username is { } username
            && await invocation.Get<Usernames>().IsTakenAsync(username, except: null, cancellationToken))
        {
            throw UsernameRefusal.Taken(username);
        }

        // The creation needs this hash. Computing it here reports a key that cannot be decrypted before anything is changed.
        await invocation.Get<AccountLockout>().IdentifierHashAsync(email, cancellationToken);

        var normalizedRole = names.NormalizeName(account.Roles.SingleOrDefault());
        var newRole = normalizedRole is not null
            && !await db.Set<Role>().TagWith("check role").AnyAsync(r => r.NormalizedName == normalizedRole, cancellationToken);
        return new Plan(
            new Creation(null, account, newRole),
            $"Would create {account.Email}{(newRole ? $" and the role {account.Roles[0]}" : "")}")
        {
            Event = AuditEvent.UserCreated,
            ApplyAsync = entry => CreateAsync(invocation.Get<AccountCreation>(), account, entry),
        };
    }

    private static async Task<ChangeResult> CreateAsync(AccountCreation accounts, NewAccount account, AuditEntry entry) =>
        await accounts.CreateAsync(account, OperatorActor.Caller, entry, CancellationToken.None) switch
        {
            AccountCreationOutcome.Created created => new ChangeResult(
                new Creation(created.User.Id, account, created.RoleCreated),
                $"Created {account.Email}, ID {created.User.Id}"
                + (created.RoleCreated ? $", and the role {account.Roles[0]}" : "")),
            AccountCreationOutcome.WeakPassword weak => throw PasswordInput.Refused(weak.Reasons),
            AccountCreationOutcome.EmailTaken => throw Taken(account),
            AccountCreationOutcome.UsernameTaken => throw UsernameRefusal.Taken(account.Username!),
            AccountCreationOutcome.Busy => throw PasswordInput.Busy(),
            var outcome => throw new InvalidOperationException($"Unexpected outcome: {outcome.GetType().Name}."),
        };

    private string? UsernameOf(Invocation invocation)
    {
        if (invocation.Parsed.GetValue(_username) is not { } given)
        {
            return null;
        }

        return invocation.Get<IOptions<UsernameOptions>>().Value.AreUsed
            ? Username.Normalize(given.Trim())
            : throw new OperatorException(ExitCode.Failed, "Accounts__Usernames is Off here, so --username cannot be used");
    }

    private static OperatorException Taken(NewAccount account) =>
        new(ExitCode.Failed, $"An account with the e-mail address {account.Email} already exists");

    private static void Check(Option<string?> option, Func<string, bool> isValid, string error) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => !isValid(token.Value.Trim())))
        {
            result.AddError(error);
        }
    });

    /// <param name="UserId">Null in a dry run.</param>
    private sealed record Creation(
        Guid? UserId, string Email, bool EmailVerified, string? DisplayName, IReadOnlyList<string> Roles, bool RoleCreated)
        : Change
    {
        public Creation(Guid? userId, NewAccount account, bool roleCreated)
            : this(userId, account.Email, account.EmailVerified, account.DisplayName, account.Roles, roleCreated)
        {
        }
    }
}
