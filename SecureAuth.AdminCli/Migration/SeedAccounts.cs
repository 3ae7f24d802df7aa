using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// The accounts of the section <c>Seed</c>. One that exists is left as it is: a developer may have changed its password or roles.
/// </summary>
internal sealed class SeedAccounts
{
    private const string Key = $"{SeedOptions.Section}__{nameof(SeedOptions.Users)}";

    private readonly Invocation _invocation;
    private readonly IReadOnlyList<NewAccount> _accounts;

    private SeedAccounts(Invocation invocation, IReadOnlyList<NewAccount> accounts)
    {
        _invocation = invocation;
        _accounts = accounts;
    }

    /// <summary>
    /// Returns null if none are configured. Throws if they are not allowed here, or if one could not be created: the migration
    /// must not have changed anything by then.
    /// </summary>
    public static async Task<SeedAccounts?> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (!invocation.Configuration.GetSection(SeedOptions.Section).Exists())
        {
            return null;
        }

        var policy = invocation.Get<PasswordPolicy>();
        var accounts = new List<NewAccount>();
        foreach (var user in invocation.Get<IOptions<SeedOptions>>().Value.Users)
        {
            var account = new NewAccount(user.Email, user.Password, user.DisplayName.Length > 0 ? user.DisplayName : null)
            {
                EmailVerified = true,
                Roles = [.. user.Roles],
                Username = UsernameOf(invocation, user, accounts.Count),
                Fields = FieldsOf(invocation, user, accounts.Count),
            };
            if (await policy.CheckAsync(account.Password, account.PersonalData, cancellationToken)
                is { Count: > 0 } reasons)
            {
                throw Weak(accounts.Count, reasons);
            }

            accounts.Add(account);
        }

        return new SeedAccounts(invocation, accounts);
    }

    /// <summary>Returns the addresses without an account, which are all of them if there is no schema yet.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var hasTables = await db.Database.SqlQuery<bool>(
            $"""
            -- check schema
            SELECT to_regclass('public.users') IS NOT NULL AS "Value"
            """).ToListAsync(cancellationToken);
        var missing = new List<string>();
        foreach (var account in _accounts)
        {
            if (hasTables is not [true] || !await ExistsAsync(db, account, cancellationToken))
            {
                missing.Add(account.Email);
            }
        }

        return missing;
    }

    /// <summary>
    /// Creates the accounts that are missing, as an operator does with <c>users create</c>. If another migration creates one at
    /// the same time, that one is kept.
    /// </summary>
    /// <returns>The addresses of the created accounts.</returns>
    public async Task<IReadOnlyList<string>> CreateMissingAsync(CancellationToken cancellationToken)
    {
        var db = _invocation.Get<AuthDbContext>();
        var creation = _invocation.Get<AccountCreation>();
        var entry = new AuditEntry(AuditEvent.UserCreated, AuditOutcome.Success, OperatorActor.Current())
        {
            Reason = AuditReason.FromOperator(Key),
        };
        var created = new List<string>();
        for (var i = 0; i < _accounts.Count; i++)
        {
            if (await ExistsAsync(db, _accounts[i], cancellationToken))
            {
                continue;
            }

            switch (await creation.CreateAsync(_accounts[i], OperatorActor.Caller, entry, cancellationToken))
            {
                case AccountCreationOutcome.Created:
                    created.Add(_accounts[i].Email);
                    break;
                case AccountCreationOutcome.EmailTaken:
                    break;
                case AccountCreationOutcome.UsernameTaken:
                    throw Refused(i, nameof(SeedOptions.Account.Username), "is taken, or looks like one that is");
                case AccountCreationOutcome.WeakPassword weak:
                    throw Weak(i, weak.Reasons);
                case AccountCreationOutcome.Busy:
                    throw PasswordInput.Busy();
                case var outcome:
                    throw new InvalidOperationException($"Unexpected outcome: {outcome.GetType().Name}.");
            }
        }

        return created;
    }

    private Task<bool> ExistsAsync(AuthDbContext db, NewAccount account, CancellationToken cancellationToken)
    {
        var email = _invocation.Get<ILookupNormalizer>().NormalizeEmail(account.Email);
        return db.Users.TagWith("check e-mail").AnyAsync(u => u.NormalizedEmail == email, cancellationToken);
    }

    private static string? UsernameOf(Invocation invocation, SeedOptions.Account user, int index)
    {
        if (user.Username.Length == 0)
        {
            return null;
        }

        return invocation.Get<IOptions<UsernameOptions>>().Value.AreUsed
            ? Username.Normalize(user.Username)
            : throw Refused(index, nameof(user.Username), "cannot be used: Accounts__Usernames is Off here");
    }

    private static string FieldsOf(Invocation invocation, SeedOptions.Account user, int index)
    {
        if (user.Fields.Count == 0)
        {
            return ConfiguredFields.Empty;
        }

        try
        {
            var values = user.Fields.Select(field => (field.Name, (string?)field.Value));
            return FieldValues.Read(invocation.Get<ConfiguredFields>(), values, isNew: true).Set;
        }
        catch (OperatorException refusal)
        {
            throw Refused(index, nameof(user.Fields), $"cannot be used: {refusal.Message}");
        }
    }

    private static OperatorException Weak(int index, IReadOnlyList<string> reasons) => Refused(
        index,
        nameof(SeedOptions.Account.Password),
        $"does not meet the password policy: {string.Join(", ", reasons)}");

    private static OperatorException Refused(int index, string member, string problem) => new(
        ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"{Key}__{index}__{member} {problem}"));
}
