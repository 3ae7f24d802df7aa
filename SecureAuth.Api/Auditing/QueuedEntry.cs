using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Auditing;

/// <summary>A row that waits to be written.</summary>
/// <param name="Entry">What it says.</param>
/// <param name="IsDue">
/// Asked when its turn comes, away from any request; false if another replica has written such a row. Null: it is due.
/// </param>
internal sealed record QueuedEntry(AuditEntry Entry, Func<Task<bool>>? IsDue = null);
