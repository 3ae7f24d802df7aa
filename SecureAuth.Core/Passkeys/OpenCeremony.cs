using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passkeys;

/// <summary>A ceremony that this caller alone may complete.</summary>
public sealed record OpenCeremony(string State, byte[]? IdentifierHash) : Confidential;
