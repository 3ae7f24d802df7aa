using System.CommandLine;
using System.CommandLine.Invocation;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Commands;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core;

namespace SecureAuth.AdminCli;

/// <summary>Defines all commands, parses the command line and runs the command.</summary>
internal static class CommandTree
{
    /// <summary>Runs the command for the process of <c>secureauth</c>.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        CommandHost host;
        try
        {
            host = CommandHost.OfProcess();
        }
        catch (IOException error)
        {
            return Task.FromResult((int)WriteError(new OutputException(error).Message, Console.Error));
        }

        return RunAsync(args, host);
    }

    public static async Task<int> RunAsync(string[] args, CommandHost host)
    {
        var parsed = Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return (int)WriteUsageErrors(parsed, host.Error);
        }

        try
        {
            return await parsed.InvokeAsync(host);
        }
        catch (IOException error)
        {
            // Only the help and the version number get here: a command reports its own output errors.
            return (int)WriteError(new OutputException(error).Message, host.Error);
        }
    }

    /// <summary>Parses without response files: an argument such as <c>@name</c> is taken literally.</summary>
    public static ParseResult Parse(string[] args) =>
        Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    public static RootCommand Create()
    {
        const string Description = "Administers SecureAuth through its PostgreSQL and Redis servers, even while the API is down";
        var root = new RootCommand(Description)
        {
            new MigrateCommand(),
            new DoctorCommand(),
            new DocumentedCommand("users", "User accounts", "secureauth users list --locked")
            {
                new UsersListCommand(),
                new UsersShowCommand(),
                new UsersCreateCommand(),
                new UsersInviteCommand(),
                new UsersUninviteCommand(),
                new UsersInvitationsCommand(),
                new UsersImportCommand(),
                new UsersUnlockCommand(),
                new UsersDisableCommand(),
                new UsersEnableCommand(),
                new UsersSetPasswordCommand(),
                new UsersResetSecondFactorCommand(),
                new UsersSetFieldCommand(),
                new UsersSetUsernameCommand(),
                new UsersGrantCommand(),
                new UsersUngrantCommand(),
                new UsersDeleteCommand(),
            },
            new DocumentedCommand("sessions", "Sessions, one per signed-in device", "secureauth sessions list alice@example.com")
            {
                new SessionsListCommand(),
            },
            new DocumentedCommand("tokens", "Refresh and access tokens", "secureauth tokens revoke --user alice@example.com")
            {
                new TokensRevokeCommand(),
            },
            new DocumentedCommand("limits", "Limits of clients and accounts", "secureauth limits show 203.0.113.7")
            {
                new LimitsShowCommand(),
                new LimitsResetCommand(),
            },
            new DocumentedCommand("mail", "The outbox", "secureauth mail list --failed")
            {
                new MailListCommand(),
                new MailRetryCommand(),
            },
            new DocumentedCommand("audit", "The log of security events", "secureauth audit list --since 24h")
            {
                new AuditListCommand(),
                new AuditExportCommand(),
                new AuditVerifyCommand(),
                new AuditSealCommand(),
            },
            new DocumentedCommand("keys", "Signing and encryption keys", "secureauth keys list")
            {
                new KeysListCommand(),
                new KeysRotateCommand(),
                new KeysRetireCommand(),
                new KeysRewrapCommand(),
            },
            new CompletionCommand(),
        };
        OutputOptions.AddTo(root);
        HelpWithExample.AddTo(root);
        Suggestions.AddTo(root);
        return root;
    }

    /// <summary>Writes to standard error, so that a program that reads standard output gets a document or nothing.</summary>
    private static ExitCode WriteUsageErrors(ParseResult parsed, TextWriter messages)
    {
        // The first error of a mistyped command is that there is none, which would mislead.
        var command = parsed.CommandResult.Command;
        foreach (var error in parsed.Errors.Skip(parsed.UnmatchedTokens.Count > 0 && command.Action is null ? 1 : 0))
        {
            WriteError(error.Message, messages);
        }

        if (NearWords(parsed, command) is { Count: > 0 } near)
        {
            messages.WriteLine($"Did you mean {string.Join(", ", near)}?");
        }

        var name = command is DocumentedCommand documented ? $"{documented.FullName} " : "";
        messages.WriteLine($"Run 'secureauth {name}--help' for usage.");
        return ExitCode.WrongUsage;
    }

    private static IReadOnlyList<string> NearWords(ParseResult parsed, Command command)
    {
        var words = command.Subcommands.Select(c => c.Name)
            .Concat(command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(o => o.Name));
        return [.. parsed.UnmatchedTokens.SelectMany(token => NearNames.Of(token, words)).Distinct()];
    }

    private static ExitCode WriteError(string message, TextWriter messages)
    {
        messages.WriteLine($"error: {TerminalText.Escape(message)}");
        return ExitCode.Failed;
    }
}
