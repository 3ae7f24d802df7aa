using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.AdminCli.Telemetry;
using SecureAuth.Core.Redis;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>One run of a command, with its arguments, terminal, configuration and services.</summary>
internal sealed class Invocation(
    ParseResult parsed, Terminal terminal, IConfiguration configuration, CommandTelemetry telemetry) : IAsyncDisposable
{
    private ServiceProvider? _services;
    private AsyncServiceScope _scope;

    public ParseResult Parsed { get; } = parsed;

    public Terminal Terminal { get; } = terminal;

    /// <summary>
    /// The same keys as the API's, from the environment only: a file in the current directory must not affect a command.
    /// </summary>
    public IConfiguration Configuration { get; } = configuration;

    public CommandTelemetry Telemetry { get; } = telemetry;

    /// <summary>Returns a service of SecureAuth.Core that uses the configured stores.</summary>
    public T Get<T>()
        where T : notnull
    {
        if (_services is null)
        {
            _services = CliServices.Build(this);
            _scope = _services.CreateAsyncScope();
        }

        return _scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>Call this before reading or changing what only Redis knows.</summary>
    /// <exception cref="OperatorException">The installation runs without Redis.</exception>
    public void RequireRedis(string consequence)
    {
        if (!Get<RedisLink>().IsUsed)
        {
            throw new OperatorException(ExitCode.Failed, $"ConnectionStrings__redis is empty: {consequence}");
        }
    }

    /// <summary>Call this after ending sessions.</summary>
    public void WarnIfRedisIsUnavailable()
    {
        if (!Get<RedisLink>().IsAvailable)
        {
            Terminal.Warn("Redis did not respond; running API instances will pick up the change from PostgreSQL within a second");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _scope.DisposeAsync();
            await _services.DisposeAsync();
        }
    }
}
