using System.Data;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.Migration;

/// <summary>The database role that the API connects as: made here, and given exactly what the API needs.</summary>
internal sealed class ApiRole(NpgsqlConnection connection, string name, string? password, Terminal terminal)
{
    public string Name => name;

    public IReadOnlyList<string> Grants => ApiGrants.Statements(connection.Database, name);

    private string Quoted => Ddl.Quote(name);

    /// <summary>
    /// Makes sure that the role can log in with its password. The caller holds the migration lock.
    /// </summary>
    /// <returns>What was, or with <paramref name="dryRun"/> would be, done.</returns>
    public async Task<RoleChange> EnsureAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var canLogIn = await CanLogInAsync(cancellationToken);
        var change = canLogIn switch
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
            await Ddl.ExecuteAsync(connection, $"{verb} ROLE {Quoted} LOGIN{PasswordClause()}", cancellationToken);
            return change;
        }
        catch (PostgresException error)
            when (error.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Roles are the server's and the lock is the database's: the migration of another database was faster.
            return await EnsureAsync(dryRun, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var remedy = change == RoleChange.Created
                ? $"The role {name} of ConnectionStrings__secureauth does not exist, and the role of "
                    + "ConnectionStrings__migrations may not create it: create it by hand, or give the latter CREATEROLE"
                : $"The role {name} of ConnectionStrings__secureauth cannot log in with the password given there, and the "
                    + "role of ConnectionStrings__migrations may not change that: set its password by hand";
            throw new OperatorException(ExitCode.Failed, remedy);
        }
    }

    /// <summary>Takes every right from the role and gives it those of the list, in one transaction.</summary>
    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        foreach (var statement in Grants)
        {
            await Ddl.ExecuteAsync(connection, statement, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        await WarnIfTooStrongAsync(cancellationToken);
    }

    private string PasswordClause()
    {
        if (string.IsNullOrEmpty(password))
        {
            return "";
        }

        // A verifier is made of base64 and punctuation without a quote or a backslash, so it is a literal as it is.
        return ScramVerifier.Accepts(password)
            ? $" PASSWORD '{ScramVerifier.Create(password)}'"
            : throw new OperatorException(
                ExitCode.Failed, "The password in ConnectionStrings__secureauth may hold printable ASCII characters only");
    }

    /// <summary>Null if there is no such role.</summary>
    private async Task<bool?> CanLogInAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Tried where the migration connects: the API's own way to the server may not lead from here.</summary>
    private async Task<bool> PasswordFitsAsync(CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Username = name, Password = password };
        await using var attempt = new NpgsqlConnection(login.ConnectionString);
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
            terminal.Verbose($"Whether {name} can log in is not known: {error.MessageText}");
            return true;
        }
    }

    private async Task WarnIfTooStrongAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
                OR pg_has_role(r.oid, current_user, 'MEMBER')
                OR has_schema_privilege(r.oid, 'public', 'CREATE')
                OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)
            FROM pg_roles r WHERE r.rolname = $1
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            terminal.Warn(
                $"The API's role {name} has rights beyond the list: it is an administrator, owns tables, is a member of "
                + "the schema's owner, or may create in the schema public");
        }
    }
}
