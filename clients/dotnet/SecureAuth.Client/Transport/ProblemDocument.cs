namespace SecureAuth.Client;

/// <summary>What the client reads of an error (RFC 9457). The texts are left out, since the code says the same.</summary>
internal sealed record ProblemDocument(
    string? Code = null, string? RequestId = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null)
    : SecureAuthMessage;
