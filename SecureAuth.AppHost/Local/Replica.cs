namespace SecureAuth.AppHost.Local;

/// <summary>One process of the API.</summary>
/// <param name="Port">On localhost.</param>
/// <param name="Number">Counts from one. Null if there is no other replica.</param>
internal sealed record Replica(int Port, int? Number)
{
    public string Origin => $"http://localhost:{Port}";

    /// <summary>As in <c>service.instance.id</c>, which has to differ between the processes of a service.</summary>
    public string InstanceId => $"localhost:{Port}";

    /// <summary>For the table of what runs where.</summary>
    public string Title => Number is null ? "API" : $"API {Number}";

    /// <summary>The prefix of its log lines.</summary>
    public string LogName => Number is null ? "api" : $"api-{Number}";
}
