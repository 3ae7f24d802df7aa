namespace SecureAuth.AppHost.Local;

/// <summary>The environment variable with the attributes of all telemetry that a process sends.</summary>
internal static class ResourceAttributes
{
    public const string Variable = "OTEL_RESOURCE_ATTRIBUTES";

    private const string InstanceId = "service.instance.id";

    /// <summary>Returns the value of our environment with this instance ID, which replaces another one.</summary>
    public static string With(string instanceId)
    {
        var existing = (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Where(attribute => attribute.Split('=')[0].Trim() != InstanceId);
        return string.Join(',', existing.Append($"{InstanceId}={instanceId}"));
    }
}
