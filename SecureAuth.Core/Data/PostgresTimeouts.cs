using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Data;

/// <summary>
/// How long Postgres may keep a request waiting: an unreachable or hanging server has to become a 503 within two seconds,
/// and Npgsql's own defaults add up to most of a minute. What the connection string itself says wins.
/// </summary>
public static class PostgresTimeouts
{
    private const string Allowed = "an Npgsql connection string, such as Host=…;Database=secureauth;Username=…;Password=…";

    /// <summary>
    /// Milliseconds by which the server ends a statement that is only slow sooner than the client would: what ends by the
    /// client's own time was then not answered at all.
    /// </summary>
    private const int ServerHeadStart = 100;

    /// <summary>
    /// That of the service itself, where the server watches over its statements too: a client that gives up by itself asks for
    /// no cancellation (<see cref="PostgresGate"/>), and without the server's own limit what it gave up would go on there.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">It is missing or cannot be read.</exception>
    public static string ServiceConnectionString(IConfiguration configuration)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString(configuration));
        if (builder.CommandTimeout > 0)
        {
            Default(builder, "Options", $"-c statement_timeout={(builder.CommandTimeout * 1000) - ServerHeadStart}");
        }

        return builder.ConnectionString;
    }

    /// <summary>Reads the connection string of that name and bounds it.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">It is missing or cannot be read.</exception>
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
        // Seconds: to connect (or to wait for a connection of the pool), and for a statement.
        Default(builder, "Timeout", 1);
        Default(builder, "Command Timeout", 1);

        // Without this, Npgsql waits another two seconds for the server to confirm the cancellation.
        Default(builder, "Cancellation Timeout", -1);

        // A cancellation opens a connection of its own, and each negotiation there may wait for a second too.
        Default(builder, "GSS Encryption Mode", nameof(GssEncryptionMode.Disable));

        // Two replicas, a migration and an operator fit below a server's usual 100 connections.
        Default(builder, "Maximum Pool Size", 40);

        // Kept open, so that a burst after a quiet night does not begin with a burst of connections.
        Default(builder, "Minimum Pool Size", 10);
        return builder;
    }

    private static void Default(NpgsqlConnectionStringBuilder builder, string keyword, object value)
    {
        if (!builder.ShouldSerialize(keyword))
        {
            builder[keyword] = value;
        }
    }
}
