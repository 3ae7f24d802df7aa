using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Data;

/// <summary>
/// Completes the connection strings, above all with limits of how long a request waits for Postgres. An unreachable or hanging
/// server must result in a 503 response within two seconds, while Npgsql's defaults add up to most of a minute. Values in the
/// connection string take precedence.
/// </summary>
public static class PostgresTimeouts
{
    private const string Allowed = "an Npgsql connection string, such as Host=…;Database=secureauth;Username=…;Password=…";

    /// <summary>
    /// The server times out a slow statement this many milliseconds before the client does. A client-side timeout therefore
    /// means that the server did not answer at all.
    /// </summary>
    private const int ServerHeadStart = 100;

    internal const string MaxAutoPrepare = "Max Auto Prepare";

    /// <summary>More than the API has statements, so that none is ever prepared a second time.</summary>
    private const int MaxPreparedStatements = 200;

    /// <summary>
    /// Returns the connection string of the service, which also sets a <c>statement_timeout</c> on the server. A client that
    /// times out sends no cancel request (<see cref="PostgresResilience"/>), so the statement would otherwise keep running.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The connection string is missing or cannot be parsed.
    /// </exception>
    public static string ServiceConnectionString(IConfiguration configuration)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString(configuration));

        // Each connection has the server parse and plan a statement once, not at every execution.
        SetDefault(builder, MaxAutoPrepare, MaxPreparedStatements);
        SetDefault(builder, "Auto Prepare Min Usages", 2);

        // The API changes no state of a connection that the next user of the connection would have to be protected from.
        SetDefault(builder, "No Reset On Close", true);
        if (builder.CommandTimeout > 0)
        {
            SetDefault(builder, "Options", $"-c statement_timeout={(builder.CommandTimeout * 1000) - ServerHeadStart}");
        }

        return builder.ConnectionString;
    }

    /// <summary>Reads a connection string and adds the timeouts to it.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The connection string is missing or cannot be parsed.
    /// </exception>
    public static string ConnectionString(IConfiguration configuration, string name = ConnectionStrings.Postgres)
    {
        var text = ConnectionStrings.Require(configuration, name, Allowed);
        try
        {
            var builder = Apply(new NpgsqlConnectionStringBuilder(text));
            return builder.Host is null ? throw new FormatException() : builder.ConnectionString;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw ConnectionStrings.Unreadable(name, Allowed);
        }
    }

    private static NpgsqlConnectionStringBuilder Apply(NpgsqlConnectionStringBuilder builder)
    {
        // In seconds: for connecting or waiting for a pooled connection, and for a statement.
        SetDefault(builder, "Timeout", 1);
        SetDefault(builder, "Command Timeout", 1);

        // Without this, Npgsql waits another two seconds for the server to confirm the cancellation.
        SetDefault(builder, "Cancellation Timeout", -1);

        // A cancellation opens its own connection, and each negotiation on it may take another second.
        SetDefault(builder, "GSS Encryption Mode", nameof(GssEncryptionMode.Disable));

        // Two replicas, a migration and an operator stay below a server's usual limit of 100 connections.
        SetDefault(builder, "Maximum Pool Size", 40);

        // These connections stay open, so that a burst of requests after a quiet night does not open many at once.
        SetDefault(builder, "Minimum Pool Size", 10);

        // The details of an error contain values, such as the e-mail that is already taken, and would reach logs and traces.
        builder.IncludeErrorDetail = false;
        return builder;
    }

    private static void SetDefault(NpgsqlConnectionStringBuilder builder, string keyword, object value)
    {
        if (!builder.ShouldSerialize(keyword))
        {
            builder[keyword] = value;
        }
    }
}
