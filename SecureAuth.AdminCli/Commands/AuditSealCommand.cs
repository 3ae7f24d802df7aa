using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Data;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Prints the last seal of the audit, so that it can be kept outside of the database.</summary>
internal sealed class AuditSealCommand() : OperatorCommand(
    "seal",
    "Prints the last seal of the audit. Keep it somewhere else, and pass it to audit verify --expect later",
    "secureauth audit seal --output json")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var seals = await invocation.Get<AuthDbContext>().Database.SqlQuery<StoredSeal>(
            $"""
            -- print last seal
            SELECT number, digest, sealed_at FROM audit_seals WHERE number > 0 ORDER BY number DESC LIMIT 1
            """).ToListAsync(cancellationToken);
        if (seals is not [var last])
        {
            throw new OperatorException(ExitCode.Failed, "The audit has no seal yet: the API makes the first one when it runs");
        }

        var seal = ExpectedSeal.Format(last.Number, last.Digest);
        invocation.Terminal.Result(new Printed(seal, last.Number, last.SealedAt), printed => new Text(printed.Seal));
        return ExitCode.Done;
    }

    private sealed record StoredSeal(long Number, byte[] Digest, DateTimeOffset SealedAt);

    private sealed record Printed(string Seal, long Number, DateTimeOffset SealedAt);
}
