using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>The roles that the configuration names, and that are not the owner itself.</summary>
internal static class DatabaseRoles
{
    public static async Task<IReadOnlyList<DatabaseRole>> OfAsync(
        NpgsqlConnection connection, MigrationSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Api is not null && settings.Api.Name == settings.Operators?.Name)
        {
            throw new OperatorException(
                ExitCode.Failed,
                $"ConnectionStrings__operator names the API's own role, {settings.Api.Name}: name another, or leave it out");
        }

        await using var command = new NpgsqlCommand("SELECT current_user", connection);
        var owner = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (settings.Api is null)
        {
            terminal.Say("The API's role is given no rights: ConnectionStrings__secureauth names none");
        }

        (RoleLogin? Login, RolePrivileges Rights)[] named =
            [(settings.Api, RolePrivileges.Api), (settings.Operators, RolePrivileges.Operators)];
        var roles = new List<DatabaseRole>();
        foreach (var (login, rights) in named)
        {
            if (login is not null && login.Name == owner)
            {
                terminal.Warn(
                    $"{login.Setting} names {owner}, the role that migrates: name another for ConnectionStrings__migrations");
            }
            else if (login is not null)
            {
                roles.Add(new DatabaseRole(connection, login, rights, terminal));
            }
        }

        return roles;
    }
}
