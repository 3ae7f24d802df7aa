using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Makes an account, as a registration would.</summary>
internal sealed class UsersCreateCommand : ChangingCommand
{
    private const int LongestRole = 64;

    private readonly Argument<string> _email = new("EMAIL") { Description = "Becomes the account's name; unique whatever its case" };

    private readonly Option<string?> _displayName = new("--display-name")
    {
        Description = "How the user wants to be called",
        HelpName = "name",
    };

    private readonly Option<string?> _role = new("--role")
    {
        Description = "A role that the user has from the start; one that does not exist is made, and the output says so",
        HelpName = "role",
    };

    public UsersCreateCommand()
        : base(
            "create",
            "Creates an account, under the password policy. Its e-mail counts as verified: you vouch for it",
            "secureauth users create alice@example.com --display-name Alice --password-stdin < password.txt")
    {
        Add(_email);
        Add(_displayName);
        Add(_role);
        PasswordInput.AddTo(this);
        _email.Validators.Add(result =>
        {
            if (!EmailAddress.IsValid(result.Tokens[0].Value))
            {
                result.AddError("EMAIL takes an address such as alice@example.com.");
            }
        });
        Check(_displayName, DisplayName.IsValid, $"--display-name takes 1 to {DisplayName.MaxLength} characters on one line.");
        Check(_role, IsRole, $"--role takes 1 to {LongestRole} characters on one line, without spaces.");
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parsed = invocation.Parsed;
        var policy = invocation.Get<PasswordPolicy>();
        var account = new NewAccount(
            parsed.GetRequiredValue(_email), PasswordInput.Read(invocation), parsed.GetValue(_displayName)?.Trim())
        {
            EmailVerified = true,
            Role = parsed.GetValue(_role),
        };
        if (policy.Check(account.Password, account.Email, account.DisplayName) is { Count: > 0 } reasons)
        {
            throw PasswordInput.Refused(reasons);
        }

        var db = invocation.Get<AuthDbContext>();
        var names = invocation.Get<ILookupNormalizer>();
        var email = names.NormalizeEmail(account.Email);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == email, cancellationToken))
        {
            throw Taken(account);
        }

        // The creation will need it, and may find it unreadable: better said before.
        await invocation.Get<AccountLockout>().IdentifierHashAsync(email, cancellationToken);

        var role = names.NormalizeName(account.Role);
        var newRole = role is not null && !await db.Set<Role>().AnyAsync(r => r.NormalizedName == role, cancellationToken);
        return new Plan(
            new Creation(null, account, newRole), $"Would create {account.Email}{(newRole ? $" and the role {account.Role}" : "")}")
        {
            Event = AuditEvent.UserCreated,
            ApplyAsync = entry => CreateAsync(invocation.Get<AccountCreation>(), account, entry),
        };
    }

    private static async Task<Applied> CreateAsync(AccountCreation accounts, NewAccount account, AuditEntry entry) =>
        await accounts.CreateAsync(account, OperatorActor.Claimant, entry, CancellationToken.None) switch
        {
            AccountCreationOutcome.Created created => new Applied(
                new Creation(created.User.Id, account, created.RoleCreated),
                $"Created {account.Email}, id {created.User.Id}{(created.RoleCreated ? $"; the role {account.Role} is new" : "")}"),
            AccountCreationOutcome.WeakPassword weak => throw PasswordInput.Refused(weak.Reasons),
            AccountCreationOutcome.EmailTaken => throw Taken(account),
            AccountCreationOutcome.Busy => throw PasswordInput.Busy(),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} was forgotten here."),
        };

    private static OperatorException Taken(NewAccount account) =>
        new(ExitCode.Failed, $"There is an account with the e-mail {account.Email} already");

    private static bool IsRole(string role) =>
        role.Length is > 0 and <= LongestRole && PlainText.IsPlain(role) && !role.Any(char.IsWhiteSpace);

    private static void Check(Option<string?> option, Func<string, bool> isValid, string error) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => !isValid(token.Value.Trim())))
        {
            result.AddError(error);
        }
    });

    /// <param name="UserId">Null before there is one.</param>
    private sealed record Creation(
        Guid? UserId, string Email, bool EmailVerified, string? DisplayName, string[] Roles, bool RoleCreated) : Change
    {
        public Creation(Guid? userId, NewAccount account, bool roleCreated)
            : this(
                userId, account.Email, account.EmailVerified, account.DisplayName,
                account.Role is { } role ? [role] : [], roleCreated)
        {
        }
    }
}
