using System.CommandLine;
using System.CommandLine.Invocation;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Commands;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return (int)ExplainUsage(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = StandardOutput.Open() });
        }
        catch (IOException error)
        {
            // The help, or a version number: everything else is written by a command, which says so itself.
            return (int)Complain(OutputException.Of(error).Message);
        }
    }

    /// <summary>An argument is what it says: <c>@name</c> is not a file to read more arguments from.</summary>
    public static ParseResult Parse(string[] args) =>
        Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    public static RootCommand Create()
    {
        var root = new RootCommand("Operates SecureAuth on its stores directly, whether or not the API runs")
        {
            OutputOptions.Output,
            OutputOptions.NoColor,
            OutputOptions.Wide,
            OutputOptions.Verbose,
            new MigrateCommand(),
            new DoctorCommand(),
            new DocumentedCommand("users", "Accounts", "secureauth users list --locked")
            {
                new UsersListCommand(),
                new UsersShowCommand(),
                new UsersCreateCommand(),
                new UsersUnlockCommand(),
                new UsersDisableCommand(),
                new UsersEnableCommand(),
                new UsersSetPasswordCommand(),
                new UsersResetSecondFactorCommand(),
            },
            new DocumentedCommand("sessions", "Signed-in devices", "secureauth sessions list alice@example.com")
            {
                new SessionsListCommand(),
            },
            new DocumentedCommand("tokens", "Refresh tokens and access tokens", "secureauth tokens revoke --user alice@example.com")
            {
                new TokensRevokeCommand(),
            },
            new DocumentedCommand("keys", "The keys that sign and encrypt", "secureauth keys rewrap --dry-run")
            {
                new KeysRewrapCommand(),
            },
        };
        HelpWithExample.AddTo(root);
        return root;
    }

    /// <summary>On standard error, so that a program that reads standard output gets a document or nothing.</summary>
    private static ExitCode ExplainUsage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Complain(error.Message);
        }

        var command = parsed.CommandResult.Command;
        Console.Error.WriteLine($"See secureauth {(command is RootCommand ? "" : $"{Path(command)} ")}--help");
        return ExitCode.WrongUsage;
    }

    private static ExitCode Complain(string message)
    {
        Console.Error.WriteLine($"error: {SafeText.Of(message)}");
        return ExitCode.Failed;
    }

    private static string Path(Command command) => command.Parents.OfType<Command>().SingleOrDefault() is DocumentedCommand group
        ? $"{group.Name} {command.Name}"
        : command.Name;
}
