namespace SecureAuth.Core.Passwords.Breaches;

/// <summary>A collection of passwords that have appeared in data breaches.</summary>
internal interface IBreachCorpus
{
    /// <param name="hash">The SHA-1 hash of the password in upper-case hexadecimal digits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null if the collection cannot be asked now.</returns>
    Task<bool?> ContainsAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Does what would make the first question too slow to be answered in time.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
