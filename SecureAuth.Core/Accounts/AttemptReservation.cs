namespace SecureAuth.Core.Accounts;

/// <summary>The answer to "may this guess be looked at?".</summary>
public abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>It may, and must then be settled: a reservation that nobody settles counts as a failure.</summary>
    /// <param name="IdentifierHash">Whose guess it is.</param>
    /// <param name="At">When it was granted, by Postgres; with the identifier, its name.</param>
    public sealed record Granted(byte[] IdentifierHash, DateTimeOffset At) : AttemptReservation;

    /// <summary>The account is locked for this long yet.</summary>
    public sealed record Locked(TimeSpan Remaining) : AttemptReservation;

    /// <summary>As many guesses as may yet fail are being looked at: ask again when one is settled.</summary>
    public sealed record Wait : AttemptReservation;
}
