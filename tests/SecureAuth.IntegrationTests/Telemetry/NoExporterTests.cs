using System.Diagnostics;
using System.Net;
using SecureAuth.Core.Telemetry;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Telemetry;

public sealed class NoExporterTests(TestSystem system)
{
    [Fact]
    public async Task Without_an_exporter_nobody_listens_to_the_spans()
    {
        await using var api = new InProcessApi(system.Settings.ForApi());
        using var client = api.CreateClient();
        using var response = await client.GetAsync("/alive", TestContext.Current.CancellationToken);
        using var framework = new ActivitySource("Microsoft.AspNetCore");
        using var database = new ActivitySource("Npgsql");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(AuthActivity.Source.HasListeners());
        Assert.False(framework.HasListeners());
        Assert.False(database.HasListeners());
    }
}
