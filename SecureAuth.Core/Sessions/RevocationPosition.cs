namespace SecureAuth.Core.Sessions;

/// <summary>A place in the order in which revocations are read: by their transactions, and within one by their sessions.</summary>
internal readonly record struct RevocationPosition(ulong Transaction, Guid SessionId)
{
    /// <summary>Before all revocations of a transaction and of later ones.</summary>
    public static RevocationPosition Before(ulong transaction) => new(transaction, Guid.Empty);
}
