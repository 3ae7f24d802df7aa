using System.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A new password: never an argument, which everybody on the machine could read.</summary>
internal static class PasswordInput
{
    /// <summary>The option that says where the password comes from: required, since there is no other way.</summary>
    public static void AddTo(Command command)
    {
        var option = new Option<bool>("--password-stdin")
        {
            Description = "The password is the first line of standard input; on a terminal it is asked for twice and not shown (required)",
            Arity = ArgumentArity.Zero,
        };
        command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(option) is null)
            {
                result.AddError("--password-stdin is required: the password comes from standard input.");
            }
        });
    }

    /// <summary>Exactly as it was typed: white space belongs to a password.</summary>
    public static string Read(Invocation invocation)
    {
        var terminal = invocation.Terminal;
        var password = terminal.ReadSecret("New password");
        if (string.IsNullOrEmpty(password))
        {
            throw new OperatorException(ExitCode.WrongUsage, "No password came on standard input");
        }

        if (!PlainText.IsWellFormed(password))
        {
            throw new OperatorException(ExitCode.WrongUsage, "The password is no text");
        }

        return terminal.ReadsFromTerminal && terminal.ReadSecret("The same again") != password
            ? throw new OperatorException(ExitCode.Failed, "The two passwords differ; nothing was done")
            : password;
    }

    /// <summary>The policy's stable words, as the API gives them.</summary>
    public static OperatorException Refused(IEnumerable<string> reasons) =>
        new(ExitCode.Failed, $"The password policy refuses this password: {string.Join(", ", reasons)}");

    public static OperatorException Busy() => new(ExitCode.Failed, "Too many passwords are being hashed; try again");
}
