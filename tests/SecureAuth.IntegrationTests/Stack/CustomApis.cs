namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Two replicas on the shared stores with fields and usernames. The shared instance beside them has neither.</summary>
[CollectionDefinition(nameof(CustomApis))]
public sealed class CustomApis(TestSystem system) : IAsyncLifetime, ICollectionFixture<CustomApis>
{
    /// <summary>As many whole numbers, which are called counter_0 and so on.</summary>
    public const int Counters = 50;

    internal static readonly (string Key, string Value)[] FieldSettings =
    [
        .. Field(0, ("Name", "department"), ("MaxLength", "20"), ("Pattern", "^[^<>]+$"), ("InToken", "true")),
        .. Field(1, ("Name", "born"), ("Type", "date")),
        .. Field(2, ("Name", "floor"), ("Type", "integer"), ("InToken", "true")),
        .. Field(3, ("Name", "remote"), ("Type", "boolean"), ("InToken", "true")),
        .. Field(4, ("Name", "cost_centre"), ("EditableBy", "Operator"), ("InToken", "true")),
        .. Field(5, ("Name", "company"), ("Required", "true")),
        .. Enumerable.Range(0, Counters).SelectMany(i => Field(6 + i, ("Name", $"counter_{i}"), ("Type", "integer"))),
    ];

    private ApiProcess[] _instances = [];

    public async ValueTask InitializeAsync() => _instances = await Task.WhenAll(StartAsync(), StartAsync());

    internal TestClient NewClient() => new(_instances[0]);

    /// <summary>Whether either instance has logged this text.</summary>
    internal bool HaveLogged(string text) => _instances.Any(instance => instance.Log.Contains(text));

    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, _instances);

    /// <summary>The settings of an operator who knows the fields and usernames.</summary>
    internal Dictionary<string, string> ForOperators()
    {
        var settings = system.Settings.ForOperators();
        foreach (var (key, value) in FieldSettings)
        {
            settings[key] = value;
        }

        settings["Accounts__Usernames"] = "Optional";
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
            Assert.Empty(instance.Log.Errors);
        }
    }

    internal static IEnumerable<(string Key, string Value)> Field(int index, params (string Member, string Value)[] members) =>
        members.Select(member => ($"Accounts__Fields__{index}__{member.Member}", member.Value));

    private Task<ApiProcess> StartAsync() =>
        system.StartPatientProcessAsync([.. FieldSettings, ("Accounts__Usernames", "Optional")]);
}
