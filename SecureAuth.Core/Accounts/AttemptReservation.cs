namespace SecureAuth.Core.Accounts;

/// <summary>The answer to the question whether a guess may be checked.</summary>
public abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>The guess may be checked and must then be settled. An unsettled reservation counts as a failure.</summary>
    /// <param name="IdentifierHash">The identifier whose secret is guessed.</param>
    /// <param name="At">The time of the grant by the clock of Postgres. Together with the identifier, it is unique.</param>
    /// <param name="Device">The known device that guesses, or null for a stranger.</param>
    public sealed record Granted(byte[] IdentifierHash, DateTimeOffset At, DeviceCounter? Device) : AttemptReservation;

    /// <summary>The account remains locked for this long, or if it is null, until something other than time unlocks it.</summary>
    public sealed record Locked(TimeSpan? Remaining) : AttemptReservation;

    /// <summary>
    /// The guesses being checked would use up the limit if all of them failed. The caller retries once one of them is settled.
    /// </summary>
    public sealed record Wait : AttemptReservation;
}
