using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>
/// The base of all request bodies. A body with a member that it does not declare is rejected, and the OpenAPI document says so.
/// </summary>
internal abstract record RequestBody : Confidential;
