using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>Finds the roles in the configuration, except the owner of the schema.</summary>
internal static class DatabaseRoles
{
    public static async Task<IReadOnlyList<DatabaseRole>> FindAsync(
        NpgsqlConnection connection, MigrationSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Api is not null && settings.Api.Name == settings.Operators?.Name)
        {
            throw new OperatorException(
                ExitCode.Failed,
                $"ConnectionStrings__operator has the API's role, {settings.Api.Name}: use another role, or remove the setting");
        }

        await using var command = new NpgsqlCommand("-- read current role\nSELECT current_user", connection);
        var owner = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (settings.Api is null)
        {
            terminal.Say("No privileges were granted to the API's role, because ConnectionStrings__secureauth has no user name");
        }

        (RoleLogin? Login, RolePrivileges Privileges)[] configured =
            [(settings.Api, RolePrivileges.Api), (settings.Operators, RolePrivileges.Operators)];
        var roles = new List<DatabaseRole>();
        foreach (var (login, privileges) in configured)
        {
            if (login is not null && login.Name == owner)
            {
                terminal.Warn(
                    $"{login.Setting} has the role that migrates, {owner}: use another role in ConnectionStrings__migrations");
            }
            else if (login is not null)
            {
                roles.Add(new DatabaseRole(connection, login, privileges, terminal));
            }
        }

        return roles;
    }
}
