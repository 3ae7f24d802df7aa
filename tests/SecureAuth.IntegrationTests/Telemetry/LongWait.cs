using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SecureAuth.IntegrationTests.Telemetry.LongWaitFirst))]

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>A test that waits for a minute. It needs no processor time, and others run meanwhile.</summary>
[CollectionDefinition]
public sealed class LongWait;

/// <summary>Begins the run with the long wait, so that nobody has to wait for it at the end.</summary>
public sealed class LongWaitFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionClassName != typeof(LongWait).FullName)];
}
