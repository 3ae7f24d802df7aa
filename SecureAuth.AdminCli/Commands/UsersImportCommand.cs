using System.CommandLine;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Creates accounts with the password hashes of another system, in batches of a transaction each.</summary>
internal sealed class UsersImportCommand : ChangingCommand
{
    private const string StandardInput = "-";

    private const int BatchSize = 1000;

    private const int LinesPerProgress = 200;

    private const int BarLength = 20;

    private readonly Argument<string> _file = new("FILE")
    {
        HelpName = "FILE",
        Description = "JSON Lines file, or - for standard input. Each line is an object with the members email, password_hash, "
            + "display_name (optional), username (optional), email_verified (optional, false by default) and fields "
            + "(optional, an object).",
    };

    public UsersImportCommand()
        : base(
            "import",
            "Creates accounts with password hashes of other systems: bcrypt, Argon2id, scrypt, PBKDF2, and those of ASP.NET Core "
                + "Identity. Accounts that exist are left as they are, so an interrupted import can be run again.",
            "secureauth users import users.jsonl --reason \"move from the old shop\"")
    {
        _file.CompletionSources.Add(FileCompletions.Find);
        Add(_file);
    }

    protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var file = invocation.Parsed.GetRequiredValue(_file);

        // Reported before the operator is asked.
        if (file != StandardInput && !File.Exists(file))
        {
            throw new OperatorException(ExitCode.Failed, $"{file} does not exist or is not a file");
        }

        return Task.FromResult(new Plan(() => RunAsync(invocation, file, entry: null, cancellationToken))
        {
            Event = AuditEvent.UserImported,
            Question = $"Import the accounts in {(file == StandardInput ? "standard input" : file)}?",
            EndsSessions = false,
            ApplyAsync = entry => RunAsync(invocation, file, entry, cancellationToken),
        });
    }

    private static Stream Open(Invocation invocation, string file)
    {
        if (file == StandardInput)
        {
            return CommandHost.Of(invocation.Parsed).OpenInput();
        }

        try
        {
            return File.OpenRead(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException(ExitCode.Failed, $"{file} cannot be read: {error.Message}");
        }
    }

    /// <param name="entry">Null in a dry run.</param>
    private static async Task<ChangeResult> RunAsync(
        Invocation invocation, string file, AuditEntry? entry, CancellationToken cancellationToken)
    {
        await using var input = Open(invocation, file);
        var run = new Run(invocation, entry);
        try
        {
            await run.ReadAsync(input, cancellationToken);
        }
        catch (Exception error)
        {
            invocation.Terminal.Progress(null);
            if (entry is not null)
            {
                invocation.Terminal.Warn(
                    $"The import stopped after {run.Imported} new accounts; run it again to continue where it stopped");
            }

            if (error is IOException)
            {
                throw new OperatorException(ExitCode.Failed, $"The input cannot be read: {error.Message}");
            }

            throw;
        }

        invocation.Terminal.Progress(null);
        var import = new Import(run.Lines, run.Imported, run.AlreadyThere, run.Refused, run.UsernamesTaken);
        var message = $"{(entry is null ? "Would import" : "Imported")} {import.Imported} accounts; {import.AlreadyThere} were "
            + $"already there, {import.Refused} lines were refused"
            + (import.UsernamesTaken > 0 ? $", {import.UsernamesTaken} usernames were taken" : "");
        return new ChangeResult(import, message)
        {
            Code = run.Refused + run.UsernamesTaken > 0 ? ExitCode.Failed : ExitCode.Done,
        };
    }

    /// <param name="Lines">The number of lines that are not blank: the sum of the next three.</param>
    /// <param name="AlreadyThere">The number of lines whose e-mail had an account before the import or an earlier line.</param>
    /// <param name="UsernamesTaken">The number of accounts that were imported without their username.</param>
    private sealed record Import(int Lines, int Imported, int AlreadyThere, int Refused, int UsernamesTaken) : Change;

    private sealed class Run(Invocation invocation, AuditEntry? entry)
    {
        private readonly AccountImport _import = invocation.Get<AccountImport>();
        private readonly PasswordHashes _hashes = invocation.Get<PasswordHashes>();
        private readonly ConfiguredFields _fields = invocation.Get<ConfiguredFields>();
        private readonly UsernameOptions _usernames = invocation.Get<IOptions<UsernameOptions>>().Value;
        private readonly List<ImportedAccount> _batch = new(BatchSize);

        /// <summary>The numbers of the lines in the batch.</summary>
        private readonly List<int> _numbers = new(BatchSize);

        /// <summary>The e-mails that a dry run would have imported, so that it counts repeated ones as a real run does.</summary>
        private readonly HashSet<string> _planned = new(StringComparer.Ordinal);

        /// <summary>The keys of the usernames that it would have imported.</summary>
        private readonly HashSet<string> _plannedUsernames = new(StringComparer.Ordinal);

        public int Lines { get; private set; }

        public int Imported { get; private set; }

        public int AlreadyThere { get; private set; }

        public int Refused { get; private set; }

        public int UsernamesTaken { get; private set; }

        public async Task ReadAsync(Stream input, CancellationToken cancellationToken)
        {
            var reader = new ImportReader(input);
            var number = 0;
            await foreach (var line in reader.ReadAsync(cancellationToken))
            {
                number++;
                if (line is { } text && text.Span.Trim(" \t\r"u8).IsEmpty)
                {
                    continue;
                }

                Lines++;
                Add(line is { } utf8 ? ImportLine.Parse(utf8.Span, _hashes, _fields, _usernames) : ImportLine.TooLong, number);
                if (_batch.Count == BatchSize)
                {
                    await FlushAsync(cancellationToken);
                }

                if (Lines % LinesPerProgress == 0)
                {
                    ShowProgress(reader, input);
                }
            }

            await FlushAsync(cancellationToken);
        }

        private void Add(ImportLine line, int number)
        {
            if (line.Account is { } account)
            {
                _batch.Add(account);
                _numbers.Add(number);
                return;
            }

            Refused++;
            invocation.Terminal.Fail($"line {number} was refused: {line.Problem}");
        }

        private async Task FlushAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_batch.Count == 0)
            {
                return;
            }

            var outcome = entry is null
                ? await PlanAsync(cancellationToken)
                : await _import.CreateAsync(_batch, entry);
            Imported += outcome.Created;
            AlreadyThere += _batch.Count - outcome.Created;
            UsernamesTaken += outcome.WithoutUsername.Count;
            foreach (var number in outcome.WithoutUsername.Select(i => _numbers[i]).Order())
            {
                invocation.Terminal.Warn(
                    $"line {number}: its username, or one that looks like it, is taken; "
                        + $"{(entry is null ? "would be imported" : "imported")} without it");
            }

            _batch.Clear();
            _numbers.Clear();
        }

        private async Task<ImportOutcome> PlanAsync(CancellationToken cancellationToken)
        {
            var taken = await _import.FindTakenAsync(_batch, cancellationToken);
            var takenNames = await invocation.Get<Usernames>().FindTakenAsync(
                _batch.Select(account => account.Username).OfType<string>(), cancellationToken);
            var created = 0;
            var withoutUsername = new List<int>();
            for (var i = 0; i < _batch.Count; i++)
            {
                var email = _import.Normalize(_batch[i]);
                if (taken.Contains(email) || !_planned.Add(email))
                {
                    continue;
                }

                created++;
                if (_batch[i].Username is not { } name)
                {
                    continue;
                }

                var key = Username.KeyOf(name);
                if (takenNames.Contains(key) || !_plannedUsernames.Add(key))
                {
                    withoutUsername.Add(i);
                }
            }

            return new ImportOutcome(created, withoutUsername);
        }

        private void ShowProgress(ImportReader reader, Stream input)
        {
            if (!input.CanSeek || input.Length == 0)
            {
                invocation.Terminal.Progress($"{Lines} lines");
                return;
            }

            var share = Math.Min(1, (double)reader.Position / input.Length);
            var bar = new string('#', (int)(share * BarLength)).PadRight(BarLength, '.');
            invocation.Terminal.Progress($"[{bar}] {(int)(100 * share)} %, {Lines} lines");
        }
    }
}
