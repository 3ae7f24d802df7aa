using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Gives an account another password, for an owner who has lost the old one or for an account that was taken over.</summary>
internal sealed class UsersSetPasswordCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersSetPasswordCommand()
        : base(
            "set-password",
            "Sets a user's password, under the password policy. Every session ends, and so do a lock and its counted failures, so "
                + "that the owner gets in. A second factor stays on; a disabled account stays disabled",
            "secureauth users set-password alice@example.com --password-stdin --yes --reason \"ticket 4711\" < password.txt")
    {
        Add(_user);
        PasswordInput.AddTo(this);
    }

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var policy = invocation.Get<PasswordPolicy>();
        var password = PasswordInput.Read(invocation);
        if (policy.Check(password, user.Email, user.DisplayName) is { Count: > 0 } reasons)
        {
            throw PasswordInput.Refused(reasons);
        }

        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(
            new UserChange(user, SessionsEnded: live), $"Would set the password of {user.Email}; live sessions that end: {live}")
        {
            Event = AuditEvent.PasswordSetByOperator,
            Question = $"Set the password of {user.Email} and end its live sessions ({live})?",
            ApplyAsync = entry => SetAsync(invocation.Get<PasswordReset>(), user, password, entry),
        };
    }

    private static async Task<Applied> SetAsync(PasswordReset passwords, Account user, string password, AuditEntry entry) =>
        await passwords.SetAsync(user.Id, password, OperatorActor.Claimant, entry, CancellationToken.None) switch
        {
            PasswordResetOutcome.Done done => new Applied(
                new UserChange(user, SessionsEnded: done.SessionsEnded),
                $"Set the password of {user.Email}; sessions ended: {done.SessionsEnded}"),
            PasswordResetOutcome.WeakPassword weak => throw PasswordInput.Refused(weak.Reasons),
            PasswordResetOutcome.NoSuchUser => throw UserLookup.NoSuchUser(user.Email),
            PasswordResetOutcome.Busy => throw PasswordInput.Busy(),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} was forgotten here."),
        };
}
