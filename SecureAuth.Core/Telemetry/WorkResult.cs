namespace SecureAuth.Core.Telemetry;

/// <summary>The result of one run of a background loop. Runs without a change and without a failure leave no span.</summary>
/// <param name="Change">What the run changed, or null. It contains counts, never ids or personal data.</param>
/// <param name="Failure">Why the run could not do its work although nothing threw, or null.</param>
public readonly record struct WorkResult(string? Change, string? Failure)
{
    public static readonly WorkResult Unchanged;

    public static WorkResult Changed(string change) => new(change, null);

    public static WorkResult Failed(string reason) => new(null, reason);

    /// <summary>Returns a change if there were any items, for example "rows deleted: 3".</summary>
    public static WorkResult ChangedIfAny(int count, string what) => count > 0 ? Changed($"{what}: {count}") : Unchanged;
}
