namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A role that no other test knows.</summary>
internal static class TestRole
{
    public static string New() => $"role-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
}
