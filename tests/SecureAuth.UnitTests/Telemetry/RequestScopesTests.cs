using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.UnitTests.Telemetry;

public sealed class RequestScopesTests
{
    private static readonly KeyValuePair<string, object?>[] OfRequest =
        [new("RequestId", "the id"), new("RequestPath", "/api/v1/nothing/secret")];

    [Fact]
    public void The_scope_of_a_request_has_its_id_but_not_its_path()
    {
        var scopes = new RequestScopes();
        using var request = scopes.Push(OfRequest);
        using var other = scopes.Push("another scope");

        var found = new List<object?>();
        scopes.ForEachScope((scope, list) => list.Add(scope), found);

        var values = Assert.IsType<IReadOnlyList<KeyValuePair<string, object?>>>(found[0], exactMatch: false);
        Assert.Equal([new("RequestId", "the id")], values);
        Assert.Equal("RequestId:the id", found[0]!.ToString());
        Assert.Equal("another scope", found[1]);
    }

    [Fact]
    public void Every_logger_of_a_service_uses_these_scopes()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders().AddProvider(new ScopeReader());
        using var host = builder.Build();
        var logger = host.Services.GetRequiredService<ILogger<RequestScopesTests>>();

        using var request = logger.BeginScope(OfRequest);

        Assert.Equal(["RequestId"], host.Services.GetServices<ILoggerProvider>().OfType<ScopeReader>().Single().Keys());
    }

    [Fact]
    public void A_line_in_Development_ends_with_the_id_of_its_request()
    {
        var scopes = new RequestScopes();
        using var request = scopes.Push(OfRequest);
        var formatter = new DevelopmentConsoleFormatter(TimeProvider.System);
        using var text = new StringWriter();

        formatter.Write(
            new LogEntry<string>(LogLevel.Warning, "Category", default, "line\nbreak", null, (state, _) => state), scopes, text);

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} warn Category: line break \[request the id\]\r?\n$", text.ToString());
    }

    private sealed class ScopeReader : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

        public IReadOnlyList<string> Keys()
        {
            var keys = new List<string>();
            _scopes!.ForEachScope(
                (scope, list) => list.AddRange(
                    ((IEnumerable<KeyValuePair<string, object?>>)scope!).Select(value => value.Key)),
                keys);
            return keys;
        }

        public void Dispose()
        {
        }
    }
}
