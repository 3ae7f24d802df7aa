using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Requirements;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>What the running API does, as far as PostgreSQL shows it.</summary>
internal static class ServiceChecks
{
    private const int MaxFailedMails = 1000;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("mail", CheckedStore.Postgres, CheckMailAsync),
        new("second factor", CheckedStore.Postgres, CheckSecondFactorAsync),
        new("audit seals", CheckedStore.Postgres, CheckAuditSealsAsync),
    ];

    private static async Task<Verdict> CheckMailAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var outbox = await OutboxReading.ReadAsync(db, cancellationToken);
        var failed = await db.Outbox.TagWith("count failed mails")
            .Where(m => m.FailedAt != null).Take(MaxFailedMails).CountAsync(cancellationToken);
        return (outbox, failed) switch
        {
            ({ IsStuck: true }, _) => Verdict.Wrong(
                string.Create(
                    CultureInfo.InvariantCulture, $"{outbox.Depth} wait, the oldest for {outbox.Age.TotalMinutes:0} minutes"),
                "see the errors of secureauth mail list, and check Email__Smtp__* of the API"),
            (_, > 0) => Verdict.Warning(
                string.Create(CultureInfo.InvariantCulture, $"{outbox.Depth} wait, {failed} could not be delivered"),
                "see secureauth mail list --failed, and retry them with secureauth mail retry"),
            _ => Verdict.Ok(string.Create(CultureInfo.InvariantCulture, $"{outbox.Depth} wait, none failed")),
        };
    }

    /// <summary>Whether instances seal, which they do within seconds. <c>audit verify</c> recomputes the seals.</summary>
    private static async Task<Verdict> CheckAuditSealsAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var sealing = await AuditSealing.ReadAsync(
            invocation.Get<AuthDbContext>(), invocation.Get<MasterKeys>(), cancellationToken);
        if (sealing.HasWrongSeal)
        {
            return Verdict.Wrong(
                sealing.Problem!, "run secureauth audit verify, then see the part about forged seals of docs/guides/audit.md");
        }

        return sealing.Problem is { } problem
            ? Verdict.Wrong(
                problem, "start an instance of the API, or see the log of those that run; then run secureauth audit verify")
            : Verdict.Ok(sealing.LastSeal is { } last
                ? string.Create(CultureInfo.InvariantCulture, $"the last one is {last}")
                : "there is none yet");
    }

    private static async Task<Verdict> CheckSecondFactorAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = invocation.Get<IOptions<SecondFactorOptions>>().Value;
        var unknown = await invocation.Get<UnknownRoles>().FindAsync(options.DemandingRoles(), cancellationToken);
        return unknown.Count > 0
            ? Verdict.Warning(
                $"nobody has created {string.Join(", ", unknown)}",
                "check the spelling in Accounts__SecondFactor and Accounts__SecondFactorRoles")
            : Verdict.Ok(options switch
            {
                _ when options.DemandsOfEverybody() => "required",
                _ when options.DemandingRoles() is { Count: > 0 } roles => $"required for {string.Join(", ", roles)}",
                _ => "optional",
            });
    }
}
