using Xunit.Sdk;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// A fixture that some machines cannot start, because a program is not installed or a configured server may not be changed. xunit
/// reports a skip during the start of a fixture as a failure of each test. So it is kept, and each test skips itself when it uses
/// the fixture.
/// </summary>
public abstract class OptionalFixture : IAsyncLifetime
{
    private SkipException? _skip;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch (SkipException skip)
        {
            _skip = skip;
        }
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Starts the fixture, or skips.</summary>
    private protected abstract Task StartAsync();

    /// <summary>Returns a part of the fixture, or skips the test.</summary>
    private protected T Started<T>(T? part)
        where T : class => _skip is null ? part! : throw _skip;
}
