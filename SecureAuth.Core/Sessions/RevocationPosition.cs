namespace SecureAuth.Core.Sessions;

/// <summary>
/// A place in the order in which revocations are read, which is by transaction and then by the id of the session, or of the user
/// whose roles have changed.
/// </summary>
internal readonly record struct RevocationPosition(ulong Transaction, Guid Id)
{
    /// <summary>Before all revocations of a transaction and of later ones.</summary>
    public static RevocationPosition Before(ulong transaction) => new(transaction, Guid.Empty);
}
