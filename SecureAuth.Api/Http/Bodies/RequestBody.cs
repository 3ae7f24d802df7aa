using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>
/// The base of all request bodies. A JSON body with a member that it does not declare is rejected, and the OpenAPI document says
/// so. A form may have parameters that this service does not know (RFC 6749, section 3.2).
/// </summary>
internal abstract record RequestBody : Confidential;
