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

    /// <summary>Gives the user a role, which is created if it does not exist.</summary>
    public static Task GrantRoleAsync(this Database database, string email, string role) => database.ExecuteAsync(
        """
        WITH role AS (
            INSERT INTO roles (id, name, normalized_name) VALUES (gen_random_uuid(), $1, upper($1))
            ON CONFLICT (normalized_name) DO UPDATE SET name = roles.name RETURNING id)
        INSERT INTO user_roles (user_id, role_id) SELECT u.id, role.id FROM users u, role WHERE u.email = $2
        """,
        role,
        email);

    public static Task<long> RecoveryCodesLeftAsync(this Database database, Guid userId) =>
        database.ScalarAsync<long>("SELECT count(*) FROM recovery_codes WHERE user_id = $1", userId);
}
