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
}
