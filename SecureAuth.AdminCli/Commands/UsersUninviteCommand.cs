using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Accounts;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Withdraws an invitation, whose link is worth nothing from then on.</summary>
internal sealed class UsersUninviteCommand : ChangingCommand
{
    private readonly Argument<string> _email = NewEmailArgument.Create("E-mail address that was invited");

    public UsersUninviteCommand()
        : base(
            "uninvite",
            "Withdraws the invitation of an e-mail address, whoever has made it. Its link no longer works, and a mail that "
                + "waits is not sent.",
            "secureauth users uninvite alice@example.com --reason \"wrong address\"") =>
        Add(_email);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var email = invocation.Parsed.GetRequiredValue(_email);
        var normalized = invocation.Get<ILookupNormalizer>().NormalizeEmail(email)!;
        var isInvited = await invocation.Get<AuthDbContext>().Invitations.TagWith("check invitation")
            .AnyAsync(i => i.NormalizedEmail == normalized, cancellationToken);
        if (!isInvited)
        {
            throw new OperatorException(ExitCode.NotFound, $"No such invitation: {email}");
        }

        return new Plan(new Withdrawal(email), $"Would withdraw the invitation of {email}")
        {
            Event = AuditEvent.InvitationWithdrawn,
            ApplyAsync = async entry => await WithdrawAsync(invocation, normalized, entry)
                ? new ChangeResult(new Withdrawal(email), $"Withdrew the invitation of {email}")
                : new ChangeResult(
                    new Withdrawal(email, Changed: false), $"Nothing to do: the invitation of {email} has just ended"),
        };
    }

    private static async Task<bool> WithdrawAsync(Invocation invocation, string normalizedEmail, AuditEntry entry)
    {
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        if (await invocation.Get<Invitations>().WithdrawAsync(normalizedEmail) is not { } id)
        {
            return false;
        }

        transaction.Record(entry with { Reason = OpenInvitation.ReasonOf(id, role: null, entry.Reason) });
        await transaction.CommitAsync();
        return true;
    }

    private sealed record Withdrawal(string Email, bool Changed = true) : Change;
}
