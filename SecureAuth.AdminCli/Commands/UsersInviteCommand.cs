using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Mails an invitation, whose recipient chooses the password.</summary>
internal sealed class UsersInviteCommand : ChangingCommand
{
    private readonly Argument<string> _email = NewEmailArgument.Create("E-mail address to invite");

    private readonly Option<string?> _role = RoleOption.Create("Role that the account gets; created if it does not exist");

    private readonly Option<string?> _linkBase = new("--link-base")
    {
        Description = "Base URL of the link in the mail: one of Email__LinkBases, by default Email__LinkBase",
        HelpName = "url",
    };

    public UsersInviteCommand()
        : base(
            "invite",
            "Invites an e-mail address. The API mails a link to it, with which this address can register within seven days, "
                + "unless registration is closed. A newer invitation replaces an older one, including its role.",
            "secureauth users invite alice@example.com --role auditor --reason \"ticket 4714\"")
    {
        Add(_email);
        Add(_role);
        Add(_linkBase);
        _role.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !RoleName.IsValid(token.Value)))
            {
                result.AddError(RoleArgument.Rule("--role"));
            }
        });
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Read as text: this environment may lack other settings of the API, without which the section would not be valid.
        if (RegistrationMode.Closed.ToString().Equals(
            invocation.Configuration["Accounts:Registration"], StringComparison.OrdinalIgnoreCase))
        {
            throw new OperatorException(
                ExitCode.Failed, "Accounts__Registration is Closed, so nobody could use the invitation (see users create)");
        }

        // The API would use the default instead of an address that it does not allow.
        var linkBase = invocation.Parsed.GetValue(_linkBase);
        if (linkBase is not null && !EmailOf(invocation.Configuration).Allows(linkBase))
        {
            throw new OperatorException(
                ExitCode.Failed, $"{linkBase} is not in Email__LinkBases; set it here to the same values as for the API");
        }

        var db = invocation.Get<AuthDbContext>();
        var names = invocation.Get<ILookupNormalizer>();
        var email = invocation.Parsed.GetRequiredValue(_email);
        var normalized = names.NormalizeEmail(email);
        if (await db.Users.TagWith("check e-mail").AnyAsync(u => u.NormalizedEmail == normalized, cancellationToken))
        {
            throw new OperatorException(ExitCode.Failed, $"An account with the e-mail address {email} already exists");
        }

        // Reading the key here reports one that cannot be decrypted before anything is changed.
        var key = await invocation.Get<OneTimeTokens>().KeyAsync(cancellationToken);
        var role = invocation.Parsed.GetValue(_role);
        var roleName = names.NormalizeName(role);
        var expected = new Invited(
            email,
            role,
            roleName is not null
                && !await db.Set<Role>().TagWith("check role").AnyAsync(r => r.NormalizedName == roleName, cancellationToken),
            await db.Invitations.TagWith("check invitation").AnyAsync(i => i.NormalizedEmail == normalized, cancellationToken));
        return new Plan(expected, $"Would invite {Describe(expected)}")
        {
            Event = AuditEvent.UserInvited,
            ApplyAsync = async entry =>
            {
                await InviteAsync(invocation, key, new NewInvitation(email) { Role = role, LinkBase = linkBase }, entry);
                return new ChangeResult(expected, $"Invited {Describe(expected)}; the API sends the mail");
            },
        };
    }

    private static async Task InviteAsync(
        Invocation invocation, OneTimeTokenKey key, NewInvitation invitation, AuditEntry entry)
    {
        var invitations = invocation.Get<Invitations>();
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        await invitations.LockAsync(invitation.Email);
        var id = await invitations.AddAsync(transaction, key, invitation, entry.Actor);
        transaction.Record(entry with { Reason = OpenInvitation.ReasonOf(id, invitation.Role, entry.Reason) });
        await transaction.CommitAsync();
    }

    /// <summary>Not validated: this environment may lack the mail server and other settings of the API.</summary>
    private static EmailOptions EmailOf(IConfiguration configuration) =>
        configuration.GetSection(EmailOptions.Section).Get<EmailOptions>() ?? new EmailOptions();

    private static string Describe(Invited invited)
    {
        var role = invited.Role is null ? "" : $" with the {(invited.RoleCreated ? "new " : "")}role {invited.Role}";
        return $"{invited.Email}{role}{(invited.Replaced ? ", instead of an earlier invitation" : "")}";
    }

    /// <param name="Replaced">Whether an earlier invitation ends, as far as the command saw.</param>
    private sealed record Invited(string Email, string? Role, bool RoleCreated, bool Replaced) : Change;
}
