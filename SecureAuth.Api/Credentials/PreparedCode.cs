using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>A typed code after everything that needs no lock has been read and computed.</summary>
/// <param name="Kind">What it was said to be.</param>
/// <param name="UseAsync">
/// Uses it up by statements of the given transaction; false if it is wrong, expired or used. True for one caller alone, however
/// many bring it, on whichever replica and pathway.
/// </param>
internal sealed record PreparedCode(CodeKind Kind, Func<AuditedTransaction, Task<bool>> UseAsync);
