namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>A key of the configuration.</summary>
/// <param name="Section">The first part of the key.</param>
/// <param name="Key">The key as an environment variable.</param>
/// <param name="Default">The value in Production, and in Development if it differs there.</param>
/// <param name="Allowed">What the message about a value that is not allowed says, or an empty text.</param>
internal sealed record DocumentedSetting(string Section, string Key, string Default, string Allowed);
