namespace SecureAuth.Core.Configuration;

/// <summary>A section of the configuration that is bound to options.</summary>
/// <param name="Name">Its name, which several classes of options may share.</param>
/// <param name="Options">The class of the options.</param>
internal sealed record BoundSection(string Name, Type Options);
