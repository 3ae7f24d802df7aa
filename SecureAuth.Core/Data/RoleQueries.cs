namespace SecureAuth.Core.Data;

internal static class RoleQueries
{
    /// <summary>The names of a user's roles as a text array in a stable order.</summary>
    /// <param name="userId">The column with the user's id.</param>
    public static SqlFragment NamesOf(string userId) => new(
        $"""
        ARRAY(
            SELECT r.name::text FROM user_roles m JOIN roles r ON r.id = m.role_id
            WHERE m.user_id = {userId} ORDER BY r.name)
        """);

    /// <summary>
    /// The version of these roles. Read it in the same statement, so that both come from one snapshot: a token with former roles
    /// then has a former version, even if the statement has waited for the change.
    /// </summary>
    /// <param name="userId">The column with the user's id.</param>
    public static SqlFragment VersionOf(string userId) => new(
        $"COALESCE((SELECT v.version FROM role_changes v WHERE v.user_id = {userId}), 0)");
}
