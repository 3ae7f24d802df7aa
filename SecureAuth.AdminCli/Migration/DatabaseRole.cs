using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>A database role that the API or the operators connect as: made here, and given exactly what it needs.</summary>
/// <param name="connection">The migration's, with its lock and its transaction.</param>
/// <param name="login">The role's own.</param>
/// <param name="rights">Its list.</param>
/// <param name="terminal">For what may be said of it.</param>
internal sealed class DatabaseRole(NpgsqlConnection connection, RoleLogin login, RolePrivileges rights, Terminal terminal)
{
    public string Name => login.Name;

    public string Whose => rights.Grantee;

    public IReadOnlyList<string> Grants => Migration.Grants.Statements(connection.Database, Name, rights);

    /// <summary>Makes sure that the role can log in with its password.</summary>
    /// <returns>What was, or with <paramref name="dryRun"/> would be, done.</returns>
    public async Task<RoleChange> EnsureAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var change = await CanLogInAsync(cancellationToken) switch
        {
            null => RoleChange.Created,
            true when await PasswordFitsAsync(cancellationToken) => RoleChange.None,
            _ => RoleChange.Altered,
        };
        if (dryRun || change == RoleChange.None)
        {
            return change;
        }

        try
        {
            var verb = change == RoleChange.Created ? "CREATE" : "ALTER";
            await Ddl.ExecuteAsync(connection, $"{verb} ROLE {Ddl.Quote(Name)} LOGIN{PasswordClause()}", cancellationToken);
            return change;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var remedy = change == RoleChange.Created
                ? $"The role {Name} of {login.Setting} does not exist, and the role of ConnectionStrings__migrations may not "
                    + "create it: create it by hand, or give the latter CREATEROLE"
                : $"The role {Name} of {login.Setting} cannot log in with the password given there, and the role of "
                    + "ConnectionStrings__migrations may not change that: set its password by hand";
            throw new OperatorException(ExitCode.Failed, remedy);
        }
    }

    /// <summary>
    /// Takes every right from the role and gives it those of the list. The caller's transaction makes it one step.
    /// </summary>
    /// <returns>Whether it had others before.</returns>
    public async Task<bool> GrantAsync(CancellationToken cancellationToken)
    {
        var before = await RightsSnapshot.TakeAsync(connection, Name, cancellationToken);
        foreach (var statement in Grants)
        {
            await Ddl.ExecuteAsync(connection, statement, cancellationToken);
        }

        return before != await RightsSnapshot.TakeAsync(connection, Name, cancellationToken);
    }

    /// <summary>What no grant of a table takes away, such as a membership.</summary>
    public async Task WarnIfTooStrongAsync(CancellationToken cancellationToken)
    {
        var findings = await ExcessPrivileges.FindAsync(connection, Name, rights, cancellationToken);
        if (findings.Count > 0)
        {
            terminal.Warn($"The role {Name} may do more than {Whose} needs: {string.Join("; ", findings)}");
        }
    }

    private string PasswordClause()
    {
        if (string.IsNullOrEmpty(login.Password))
        {
            return "";
        }

        // A verifier is made of base64 and punctuation without a quote or a backslash, so it is a literal as it is.
        return ScramVerifier.Accepts(login.Password)
            ? $" PASSWORD '{ScramVerifier.Create(login.Password)}'"
            : throw new OperatorException(
                ExitCode.Failed, $"The password in {login.Setting} may hold printable ASCII characters only");
    }

    /// <summary>Null if there is no such role.</summary>
    private async Task<bool?> CanLogInAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Tried where the migration connects: the role's own way to the server may not lead from here.</summary>
    private async Task<bool> PasswordFitsAsync(CancellationToken cancellationToken)
    {
        var there = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Username = Name, Password = login.Password };
        await using var attempt = new NpgsqlConnection(there.ConnectionString);
        try
        {
            await attempt.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
        catch (PostgresException error)
        {
            // Refused for another reason than the password, such as a line of pg_hba.conf that is meant for another host.
            terminal.Verbose($"Whether {Name} can log in is not known: {error.MessageText}");
            return true;
        }
    }
}
