using SecureAuth.Api.Credentials;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>How an action that asks for a code ended.</summary>
internal abstract record CodeOutcome<T> : Confidential
{
    private CodeOutcome()
    {
    }

    internal sealed record Done(T Result) : CodeOutcome<T>;

    internal sealed record Refused(CheckOutcome.Refused Check) : CodeOutcome<T>;
}
