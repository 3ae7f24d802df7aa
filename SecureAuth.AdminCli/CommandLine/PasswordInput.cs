using System.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// Reads a new password from standard input. It is never an argument, because every user of the machine can read those.
/// </summary>
internal static class PasswordInput
{
    /// <summary>Adds an option that is required, because there is no other way to pass a password.</summary>
    public static void AddTo(Command command)
    {
        var option = new Option<bool>("--password-stdin")
        {
            Description = "Read the password from the first line of standard input, or prompt for it on a terminal (required)",
            Arity = ArgumentArity.Zero,
        };
        command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(option) is null)
            {
                result.AddError("--password-stdin is required, because the password is read from standard input.");
            }
        });
    }

    /// <summary>Returns the password unchanged: white space at its ends is part of it.</summary>
    public static string Read(Invocation invocation)
    {
        var terminal = invocation.Terminal;
        var password = terminal.ReadSecret("New password");
        if (string.IsNullOrEmpty(password))
        {
            throw new OperatorException(ExitCode.WrongUsage, "Standard input contains no password");
        }

        if (!PlainText.IsWellFormed(password))
        {
            throw new OperatorException(ExitCode.WrongUsage, "The password is not valid text");
        }

        return terminal.ReadsFromTerminal && terminal.ReadSecret("Repeat the password") != password
            ? throw new OperatorException(ExitCode.Failed, "Nothing was changed: the two passwords do not match")
            : password;
    }

    /// <param name="reasons">The stable reason codes of the API.</param>
    public static OperatorException Refused(IEnumerable<string> reasons) =>
        new(ExitCode.Failed, $"The password does not meet the password policy: {string.Join(", ", reasons)}");

    public static OperatorException Busy() => new(ExitCode.Failed, "Too many passwords are being hashed; try again");
}
