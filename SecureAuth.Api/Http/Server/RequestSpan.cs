using System.Diagnostics;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Adds the user and the session to the span of a request, as the ids that also appear in the audit log. They identify nobody to
/// a reader who has no access to the database.
/// </summary>
internal static class RequestSpan
{
    public static void Identify(Guid userId, Guid sessionId) =>
        Activity.Current?.SetTag("enduser.pseudo.id", userId.ToString()).SetTag("session.id", sessionId.ToString());
}
