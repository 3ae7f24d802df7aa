using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Redis;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>One run of a command.</summary>
internal sealed class Invocation(ParseResult parsed, Terminal terminal) : IAsyncDisposable
{
    private ServiceProvider? _services;
    private AsyncServiceScope _scope;

    public ParseResult Parsed { get; } = parsed;

    public Terminal Terminal { get; } = terminal;

    /// <summary>The same keys as the API's. No file of the current directory: an operator may stand anywhere.</summary>
    public IConfiguration Configuration { get; } = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>A service of Core, on the configured stores.</summary>
    public T Get<T>()
        where T : notnull
    {
        if (_services is null)
        {
            _services = CliServices.Build(Configuration, Terminal);
            _scope = _services.CreateAsyncScope();
        }

        return _scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>To be called after sessions were ended.</summary>
    public void WarnIfRedisMissedIt()
    {
        if (!Get<RedisLink>().IsAvailable)
        {
            Terminal.Warn("Redis did not answer; the running APIs learn of this from Postgres, within a second");
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
