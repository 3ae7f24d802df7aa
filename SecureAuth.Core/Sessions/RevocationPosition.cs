namespace SecureAuth.Core.Sessions;

/// <summary>A place in the order in which revocations are read, which is by transaction and then by session.</summary>
internal readonly record struct RevocationPosition(ulong Transaction, Guid SessionId)
{
    /// <summary>Before all revocations of a transaction and of later ones.</summary>
    public static RevocationPosition Before(ulong transaction) => new(transaction, Guid.Empty);
}
