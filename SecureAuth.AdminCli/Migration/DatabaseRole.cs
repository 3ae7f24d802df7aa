using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// A database role that the API or the operators connect as. It is created here and granted exactly the privileges it needs.
/// </summary>
/// <param name="connection">The connection of the migration, with its lock and its transaction.</param>
/// <param name="login">The name and the password of the role.</param>
/// <param name="privileges">The privileges that the role needs.</param>
/// <param name="terminal">The terminal for warnings.</param>
internal sealed class DatabaseRole(NpgsqlConnection connection, RoleLogin login, RolePrivileges privileges, Terminal terminal)
{
    public string Name => login.Name;

    public string UsedBy => privileges.Grantee;

    public IReadOnlyList<string> Grants => Migration.Grants.Statements(connection.Database, Name, privileges);

    /// <summary>Makes sure that the role can log in with its password.</summary>
    /// <returns>The change that was made, or would be made if <paramref name="dryRun"/> is true.</returns>
    public async Task<RoleChange> EnsureAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var change = await CanLogInAsync(cancellationToken) switch
        {
            null => RoleChange.Created,
            true when await PasswordWorksAsync(cancellationToken) => RoleChange.None,
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
                ? $"The role {Name} in {login.Setting} does not exist, and the role in ConnectionStrings__migrations may not "
                    + "create it: create it manually, or grant CREATEROLE to the latter"
                : $"The role {Name} cannot log in with the password in {login.Setting}, and the role in "
                    + "ConnectionStrings__migrations may not change the password: change it manually";
            throw new OperatorException(ExitCode.Failed, remedy);
        }
    }

    /// <summary>
    /// Revokes all privileges of the role and grants those it needs. The caller's transaction makes this atomic.
    /// </summary>
    /// <returns>True if this changed the privileges of the role.</returns>
    public async Task<bool> GrantAsync(CancellationToken cancellationToken)
    {
        var before = await PrivilegesSnapshot.TakeAsync(connection, Name, cancellationToken);
        foreach (var statement in Grants)
        {
            await Ddl.ExecuteAsync(connection, statement, cancellationToken);
        }

        return before != await PrivilegesSnapshot.TakeAsync(connection, Name, cancellationToken);
    }

    /// <summary>Warns about privileges that no REVOKE on tables removes, such as a membership in another role.</summary>
    public async Task WarnAboutExcessPrivilegesAsync(CancellationToken cancellationToken)
    {
        var findings = await ExcessPrivileges.FindAsync(connection, Name, privileges, cancellationToken);
        if (findings.Count > 0)
        {
            terminal.Warn($"The role {Name} has more privileges than it needs for {UsedBy}: {string.Join("; ", findings)}");
        }
    }

    private string PasswordClause()
    {
        if (string.IsNullOrEmpty(login.Password))
        {
            return "";
        }

        // A verifier consists of base64 and punctuation without quotes or backslashes, so it needs no escaping.
        return ScramVerifier.Accepts(login.Password)
            ? $" PASSWORD '{ScramVerifier.Create(login.Password)}'"
            : throw new OperatorException(
                ExitCode.Failed, $"The password in {login.Setting} may contain only printable ASCII characters");
    }

    /// <summary>Returns null if the role does not exist.</summary>
    private async Task<bool?> CanLogInAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "-- find role\nSELECT rolcanlogin FROM pg_roles WHERE rolname = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>
    /// Tries to log in at the server of the migration's connection. The host in the role's own connection string may not be
    /// reachable from here.
    /// </summary>
    private async Task<bool> PasswordWorksAsync(CancellationToken cancellationToken)
    {
        var roleConnection = new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            Username = Name,
            Password = login.Password,
        };
        await using var attempt = new NpgsqlConnection(roleConnection.ConnectionString);
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
            // The reason is not the password. It may be an entry of pg_hba.conf that is meant for another host.
            terminal.Verbose($"Cannot tell whether {Name} can log in: {error.MessageText}");
            return true;
        }
    }
}
