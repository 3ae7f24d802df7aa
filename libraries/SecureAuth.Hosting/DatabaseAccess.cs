using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.Hosting;

/// <summary>
/// The database and the passwords of its two least-privileged roles, which the migration creates. A server can have several of
/// these databases, so the roles have the name of theirs.
/// </summary>
internal sealed record DatabaseAccess(
    PostgresDatabaseResource Database, ParameterResource ApiPassword, ParameterResource OperatorPassword)
{
    public ReferenceExpression Owner => Database.ConnectionStringExpression;

    public ReferenceExpression Api => As("api", ApiPassword);

    public ReferenceExpression Operator => As("operator", OperatorPassword);

    private ReferenceExpression As(string role, ParameterResource password)
    {
        var (server, name) = (Database.Parent, Database.DatabaseName);
        return ReferenceExpression.Create(
            $"Host={server.Host};Port={server.Port};Database={name};Username={name}_{role};Password={password}");
    }
}
