using SecureAuth.Api.Credentials;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>The outcome of an action with codes of a second factor.</summary>
internal abstract record CodeOutcome<T> : Confidential
{
    private CodeOutcome()
    {
    }

    internal sealed record Done(T Result) : CodeOutcome<T>;

    internal sealed record Refused(CheckOutcome.Refused Check) : CodeOutcome<T>;

    /// <summary>The session was ended while the request was under way.</summary>
    internal sealed record SessionEnded : CodeOutcome<T>;

    /// <summary>The user has got a second factor while the request was under way.</summary>
    internal sealed record SecondFactorRequired : CodeOutcome<T>;
}
