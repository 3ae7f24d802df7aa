using System.Diagnostics.CodeAnalysis;

namespace SecureAuth.Core.Data;

/// <summary>The names of roles. They appear in tokens, in lists and in the configuration, so each is one word.</summary>
public static class RoleName
{
    public const int MaxLength = 64;

    /// <summary>What a name must be, for messages to operators.</summary>
    public static readonly string Rule = $"1 to {MaxLength} characters without white space";

    public static bool IsValid([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxLength } && PlainText.IsPlain(name) && !name.Any(char.IsWhiteSpace);
}
