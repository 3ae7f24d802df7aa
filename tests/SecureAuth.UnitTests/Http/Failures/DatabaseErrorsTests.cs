using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Api.Http.Failures;

namespace SecureAuth.UnitTests.Http.Failures;

public sealed class DatabaseErrorsTests
{
    private static readonly Exception Unreachable = new NpgsqlException("Failed to connect", new SocketException());

    public static TheoryData<Exception> Outages =>
    [
        Unreachable,
        new TimeoutException(),
        new DbUpdateException("While saving", Unreachable),
        new InvalidOperationException("Likely a transient failure", new DbUpdateException("While saving", Unreachable)),
        Refusal(PostgresErrorCodes.AdminShutdown),
        Refusal(PostgresErrorCodes.CannotConnectNow),
        Refusal(PostgresErrorCodes.ProtocolViolation),
        Refusal(PostgresErrorCodes.TooManyConnections),
        Refusal(PostgresErrorCodes.ReadOnlySqlTransaction),
        Refusal(PostgresErrorCodes.QueryCanceled),
        Refusal(PostgresErrorCodes.UndefinedTable),
        Refusal(PostgresErrorCodes.UndefinedColumn),
        Refusal(PostgresErrorCodes.InvalidSchemaName),
    ];

    public static TheoryData<Exception> Defects =>
    [
        new InvalidOperationException(),
        new DbUpdateException("While saving", Refusal(PostgresErrorCodes.UniqueViolation)),
        Refusal(PostgresErrorCodes.InsufficientPrivilege),
        Refusal(PostgresErrorCodes.SyntaxError),
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_database_that_cannot_be_reached_is_an_outage(Exception error) => Assert.True(DatabaseErrors.IsOutage(error));

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_wrong_statement_is_a_defect(Exception error) => Assert.False(DatabaseErrors.IsOutage(error));

    private static PostgresException Refusal(string state) => new("refused", "ERROR", "ERROR", state);
}
