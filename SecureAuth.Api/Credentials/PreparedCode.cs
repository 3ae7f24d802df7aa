using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>An entered code for which everything that needs no lock has been read and computed.</summary>
/// <param name="Kind">The kind of code, as the client declared it.</param>
/// <param name="UseAsync">
/// Uses up the code in the given transaction. Returns false if it is wrong, expired or already used. Returns true for only one
/// caller, however many callers on any replica or endpoint send the same code.
/// </param>
internal sealed record PreparedCode(CodeKind Kind, Func<AuditedTransaction, Task<bool>> UseAsync);
