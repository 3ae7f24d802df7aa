using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.Hosting;

/// <summary>An account that exists during development.</summary>
internal sealed record SeededUser(string Email, ParameterResource Password, string[] Roles, string? DisplayName);
