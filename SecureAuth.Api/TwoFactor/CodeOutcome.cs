using SecureAuth.Api.Credentials;

namespace SecureAuth.Api.TwoFactor;

/// <summary>How an action that asks for a code ended.</summary>
internal abstract record CodeOutcome<T>
{
    private CodeOutcome()
    {
    }

    internal sealed record Done(T Result) : CodeOutcome<T>
    {
        public override string ToString() => "done";
    }

    internal sealed record Refused(CheckOutcome.Refused Check) : CodeOutcome<T>;
}
