using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;
using SecureAuth.Hashing;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>The exit code and the one-line message, without a stack trace, that an operator gets for an exception.</summary>
internal sealed record Failure(ExitCode Code, string Message)
{
    /// <summary>Returns null for a defect, which is not caught and so shows its stack trace.</summary>
    public static Failure? From(Exception error) => error switch
    {
        OperatorException expected => new Failure(expected.Code, expected.Message),
        OptionsValidationException invalid => new Failure(ExitCode.Failed, string.Join("; ", invalid.Failures)),
        BcryptSelfTestException wrong => new Failure(ExitCode.Failed, wrong.Message),
        RedisServerException refused => new Failure(ExitCode.Failed, $"Redis reported: {refused.Message}"),
        RedisException lost => new Failure(ExitCode.StoreUnreachable, $"Cannot reach Redis: {lost.Message}"),
        OutputException unwritable => new Failure(ExitCode.Failed, unwritable.Message),
        StoreUnavailableException missing when FromPostgres(missing.InnerException) is not { Code: ExitCode.StoreUnreachable } =>
            new Failure(ExitCode.Failed, missing.Message),
        OperationCanceledException => new Failure(ExitCode.Failed, "Interrupted"),
        _ => FromPostgres(error),
    };

    /// <summary>EF Core wraps the exceptions of Npgsql once or twice.</summary>
    private static Failure? FromPostgres(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            switch (error)
            {
                case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn }:
                    return new Failure(ExitCode.Failed, "The database schema is not up to date: run secureauth migrate");
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking:
                    return new Failure(
                        ExitCode.Failed,
                        $"PostgreSQL reported: {lacking.MessageText} ({lacking.SqlState}); set ConnectionStrings__operator to "
                            + "the operators' role, which gets its privileges from secureauth migrate");
                case PostgresException refused:
                    return new Failure(
                        MeansUnreachable(refused) ? ExitCode.StoreUnreachable : ExitCode.Failed,
                        $"PostgreSQL reported: {refused.MessageText} ({refused.SqlState})");
                case NpgsqlException or SocketException:
                    return new Failure(ExitCode.StoreUnreachable, $"Cannot connect to PostgreSQL: {Cause(error)}");
            }
        }

        return null;
    }

    /// <summary>A statement that is cancelled for taking too long is in class 57 too, but then PostgreSQL answers.</summary>
    private static bool MeansUnreachable(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.InvalidCatalogName
        || (error.SqlState[..2] is "08" or "28" or "53" or "57" && error.SqlState != PostgresErrorCodes.QueryCanceled);

    /// <summary>The innermost exception has the plain message, such as "Connection refused".</summary>
    private static string Cause(Exception error) => error.GetBaseException().Message;
}
