namespace SecureAuth.Client;

/// <summary>Security events of the account.</summary>
/// <param name="Events">The events, newest first.</param>
/// <param name="NextBefore">The argument for the next page, or null if this is the last one.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityEvent> Events, long? NextBefore = null) : SecureAuthMessage;

/// <summary>A security event of the account.</summary>
/// <param name="Id">Later events have higher numbers.</param>
/// <param name="Event">The kind of event, such as <c>signed_in</c>. Later versions of the server may have more.</param>
/// <param name="Outcome"><c>success</c> or <c>refused</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Ip">The client's address, or null if an operator or the server acted.</param>
/// <param name="UserAgent">The client's <c>User-Agent</c> header, or null.</param>
/// <param name="SessionId">The session that the event is about, or null.</param>
public sealed record ActivityEvent(
    long Id,
    string Event,
    string Outcome,
    DateTimeOffset At,
    string? Ip = null,
    string? UserAgent = null,
    Guid? SessionId = null) : SecureAuthMessage;
