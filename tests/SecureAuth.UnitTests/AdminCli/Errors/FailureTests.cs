using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Hashing;

namespace SecureAuth.UnitTests.AdminCli.Errors;

public sealed class FailureTests
{
    [Fact]
    public void A_server_that_refuses_connections_cannot_be_reached()
    {
        var error = new NpgsqlException(
            "Failed to connect to 127.0.0.1:5432", new SocketException((int)SocketError.ConnectionRefused));

        AssertIs(ExitCode.StoreUnreachable, error);
    }

    [Fact]
    public void An_exception_wrapped_by_EF_Core_is_recognised() =>
        AssertIs(
            ExitCode.StoreUnreachable,
            new InvalidOperationException("likely transient", new NpgsqlException("timeout", new TimeoutException("timeout"))));

    [Theory]
    [InlineData(PostgresErrorCodes.InvalidPassword)]
    [InlineData(PostgresErrorCodes.CannotConnectNow)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName)]
    public void A_server_that_lets_nobody_in_cannot_be_reached(string state) => AssertIs(ExitCode.StoreUnreachable, Says(state));

    [Theory]
    [InlineData(PostgresErrorCodes.UndefinedTable)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    public void A_server_that_answers_can_be_reached(string state) => AssertIs(ExitCode.Failed, Says(state));

    [Fact]
    public void An_invalid_setting_is_a_failure_that_names_it()
    {
        var failure = Failure.From(new OptionsValidationException("x", typeof(string), ["Lockout__Duration is 'soon'"]));

        Assert.Equal(new Failure(ExitCode.Failed, "Lockout__Duration is 'soon'"), failure);
    }

    [Fact]
    public void A_wrong_hash_is_a_failure_that_needs_no_stack_trace() =>
        AssertIs(ExitCode.Failed, Assert.Throws<BcryptSelfTestException>(() => BcryptSelfTest.Run(_ => { }, 1)));

    [Fact]
    public void A_defect_is_not_hidden() => Assert.Null(Failure.From(new InvalidOperationException("a defect")));

    [Fact]
    public void The_exit_codes_are_stable() =>
        Assert.Equal([0, 1, 2, 3, 4, 5], Enum.GetValues<ExitCode>().Select(code => (int)code));

    private static PostgresException Says(string state) => new("no", "ERROR", "ERROR", state);

    private static void AssertIs(ExitCode code, Exception error)
    {
        var failure = Failure.From(error);
        Assert.Equal(code, failure?.Code);
        Assert.DoesNotContain('\n', failure!.Message);
    }
}
