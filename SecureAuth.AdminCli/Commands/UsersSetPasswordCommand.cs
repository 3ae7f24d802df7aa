using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Sets a new password, for a user who has lost the old one or for an account that was taken over.</summary>
internal sealed class UsersSetPasswordCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersSetPasswordCommand()
        : base(
            "set-password",
            "Sets the password of a user, which must meet the password policy. Ends all sessions and clears the lockout. A "
                + "second factor stays on, and a disabled account stays disabled.",
            "secureauth users set-password alice@example.com --password-stdin --yes --reason \"ticket 4711\" < password.txt")
    {
        Add(_user);
        PasswordInput.AddTo(this);
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var policy = invocation.Get<PasswordPolicy>();
        var db = invocation.Get<AuthDbContext>();
        var password = PasswordInput.Read(invocation);
        var username = await db.Usernames.TagWith("find username").Where(held => held.UserId == user.Id)
            .Select(held => held.Name).FirstOrDefaultAsync(cancellationToken);
        var owner = new PersonalData(user.Email, user.DisplayName, username);
        if (await policy.CheckAsync(password, owner, cancellationToken) is { Count: > 0 } reasons)
        {
            throw PasswordInput.Refused(reasons);
        }

        var live = await LiveSession.CountAsync(db, user.Id, cancellationToken);
        return new Plan(
            new UserChange(user, SessionsEnded: live),
            $"Would set the password of {user.Email} and end its live sessions ({live})")
        {
            Event = AuditEvent.PasswordSetByOperator,
            Question = $"Set the password of {user.Email} and end its live sessions ({live})?",
            ApplyAsync = entry => SetAsync(invocation.Get<PasswordReset>(), user, password, entry),
        };
    }

    private static async Task<ChangeResult> SetAsync(PasswordReset passwords, Account user, string password, AuditEntry entry) =>
        await passwords.SetAsync(user.Id, password, OperatorActor.Caller, entry, CancellationToken.None) switch
        {
            PasswordResetOutcome.Done done => new ChangeResult(
                new UserChange(user, SessionsEnded: done.SessionsEnded),
                $"Set the password of {user.Email} and ended its live sessions ({done.SessionsEnded})"),
            PasswordResetOutcome.WeakPassword weak => throw PasswordInput.Refused(weak.Reasons),
            PasswordResetOutcome.NoSuchUser => throw UserLookup.NoSuchUser(user.Email),
            PasswordResetOutcome.Busy => throw PasswordInput.Busy(),
            var outcome => throw new InvalidOperationException($"Unexpected outcome: {outcome.GetType().Name}."),
        };
}
