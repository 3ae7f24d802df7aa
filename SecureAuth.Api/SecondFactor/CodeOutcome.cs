using SecureAuth.Api.Credentials;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>The outcome of an action that requires a code.</summary>
internal abstract record CodeOutcome<T> : Confidential
{
    private CodeOutcome()
    {
    }

    internal sealed record Done(T Result) : CodeOutcome<T>;

    internal sealed record Refused(CheckOutcome.Refused Check) : CodeOutcome<T>;
}
