using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>What an operator is told of an exception: one line, no stack trace.</summary>
internal sealed record Failure(ExitCode Code, string Message)
{
    /// <summary>Null for a defect, which may show itself as one.</summary>
    public static Failure? Of(Exception error) => error switch
    {
        OperatorException expected => new Failure(expected.Code, expected.Message),
        OptionsValidationException invalid => new Failure(ExitCode.Failed, string.Join("; ", invalid.Failures)),
        OutputException unwritten => new Failure(ExitCode.Failed, unwritten.Message),
        StoreUnavailableException missing when OfPostgres(missing.InnerException) is not { Code: ExitCode.StoreUnreachable } =>
            new Failure(ExitCode.Failed, missing.Message),
        OperationCanceledException => new Failure(ExitCode.Failed, "Interrupted"),
        _ => OfPostgres(error),
    };

    /// <summary>EF Core wraps what Npgsql throws, once or twice.</summary>
    private static Failure? OfPostgres(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            switch (error)
            {
                case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn }:
                    return new Failure(ExitCode.Failed, "The database lacks migrations: run secureauth migrate");
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking:
                    return new Failure(
                        ExitCode.Failed,
                        $"Postgres says: {lacking.MessageText} ({lacking.SqlState}); commands need the operators' role of "
                            + "ConnectionStrings__operator, whose rights secureauth migrate gives");
                case PostgresException refused:
                    return new Failure(
                        MeansUnreachable(refused) ? ExitCode.StoreUnreachable : ExitCode.Failed,
                        $"Postgres says: {refused.MessageText} ({refused.SqlState})");
                case NpgsqlException or SocketException:
                    return new Failure(ExitCode.StoreUnreachable, $"Postgres cannot be reached: {Cause(error)}");
            }
        }

        return null;
    }

    private static bool MeansUnreachable(PostgresException error) =>
        error.SqlState[..2] is "08" or "28" or "53" or "57" || error.SqlState == PostgresErrorCodes.InvalidCatalogName;

    /// <summary>The innermost message is the plain one, such as "Connection refused".</summary>
    private static string Cause(Exception error) => error.GetBaseException().Message;
}
