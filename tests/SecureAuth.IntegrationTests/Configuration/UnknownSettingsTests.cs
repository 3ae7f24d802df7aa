using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Configuration;

public sealed class UnknownSettingsTests(TestSystem system)
{
    private const string Warning = "A key of the configuration has no effect: ";

    [Fact]
    public async Task A_setting_that_does_not_exist_is_a_warning_without_its_value()
    {
        await using var api = await system.StartApiAsync(("Passwords__Pepers__0", "marker-7f3a"));

        await Eventually.IsTrueAsync(() => api.Log.Contains(Warning), "the setting is named");

        Assert.True(api.Log.Contains(Warning + "Passwords__Pepers (did you mean Passwords__Peppers?)"));
        Assert.False(api.Log.Contains("marker-7f3a"));
    }

    [Fact]
    public void Nothing_is_said_of_the_settings_of_the_tests() => Assert.False(system.Api.Log.Contains(Warning));
}
