namespace SecureAuth.IntegrationTests.Stack;

/// <summary>What the database knows about one account.</summary>
internal static class StoredAccount
{
    /// <summary>The guesses that count against the account, including those in flight.</summary>
    public static Task<int> UnclearedGuessesAsync(this Database database, Guid userId) => database.ScalarAsync<int>(
        """
        SELECT cardinality(failures) + cardinality(second_factor_failures) + cardinality(pending)
        FROM account_attempts WHERE user_id = $1
        """,
        userId);

    /// <summary>Unlocks the account like an operator.</summary>
    public static Task ForgetGuessesAsync(this Database database, Guid userId) =>
        database.ExecuteAsync("DELETE FROM account_attempts WHERE user_id = $1", userId);

    public static Task<long> RecoveryCodesLeftAsync(this Database database, Guid userId) =>
        database.ScalarAsync<long>("SELECT count(*) FROM recovery_codes WHERE user_id = $1", userId);
}
