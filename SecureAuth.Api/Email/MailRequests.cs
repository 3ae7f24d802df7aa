using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Email;

/// <summary>
/// Takes requests for mails by people who are not signed in. Nothing is looked up: whether the address has an account is found
/// out by the sender, after the response. Known and unknown addresses thus run the same statements.
/// </summary>
internal sealed class MailRequests(Outbox outbox, MailedCodes codes, AuditLog audit)
{
    public async Task AddAsync(MailKind kind, string email, RequestedProof proof, AuditEvent @event, Actor actor)
    {
        await using var transaction = await audit.BeginAsync();
        if (proof.Code is { } code)
        {
            await codes.AddAsync(code);
        }

        await outbox.AddAsync(transaction, NewMail.ToAddress(kind, email, proof.AddTo(null)));
        transaction.Record(new AuditEntry(@event, AuditOutcome.Success, actor));
        await transaction.CommitAsync();
    }
}
