using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace SecureAuth.Hosting;

/// <summary>The environment variables of the containers. They are read when all calls of the AppHost have been made.</summary>
internal sealed class ServiceSettings(
    IDistributedApplicationBuilder application, SecureAuthResource auth, ParameterResource pepper, ParameterResource masterKey)
{
    /// <summary>A folder that every user of a container can write to.</summary>
    private const string DevelopmentMails = "/tmp/mails";

    /// <summary>Never in a publish: the passwords of these accounts are known to developers.</summary>
    private bool MaySeed => application.ExecutionContext.IsRunMode && application.Environment.IsDevelopment();

    public void AddForService(EnvironmentCallbackContext context)
    {
        var settings = context.EnvironmentVariables;
        AddShared(settings);

        // Empty says that there is none, and a setting that is missing is refused.
        settings["ConnectionStrings__redis"] = auth.Redis is null ? "" : auth.Redis.ConnectionStringExpression;
        settings["Passwords__Peppers__0"] = pepper;
        settings["Tokens__Issuer"] = auth.Issuer;
        settings["Tokens__Audience"] = auth.Audience;
        if (!auth.HasMail && application.ExecutionContext.IsRunMode)
        {
            settings["Email__PickupDirectory"] = DevelopmentMails;
        }
    }

    public void AddForMigration(EnvironmentCallbackContext context)
    {
        var settings = context.EnvironmentVariables;
        AddShared(settings);
        if (auth.Database is not null)
        {
            settings["ConnectionStrings__migrations"] = auth.Database.Owner;
            settings["ConnectionStrings__operator"] = auth.Database.Operator;
        }

        if (MaySeed && auth.Users.Count > 0)
        {
            // Nothing else of the migration hashes a password.
            settings["Passwords__Peppers__0"] = pepper;
            AddUsers(settings);
        }
    }

    private void AddShared(Dictionary<string, object> settings)
    {
        // Outside of a run the image decides, and it is made for Production.
        if (application.ExecutionContext.IsRunMode)
        {
            settings["DOTNET_ENVIRONMENT"] = application.Environment.EnvironmentName;
            settings["ASPNETCORE_ENVIRONMENT"] = application.Environment.EnvironmentName;
        }

        if (auth.Database is not null)
        {
            settings["ConnectionStrings__secureauth"] = auth.Database.Api;
        }

        settings["Keys__Master__0"] = masterKey;
    }

    private void AddUsers(Dictionary<string, object> settings)
    {
        for (var i = 0; i < auth.Users.Count; i++)
        {
            var user = auth.Users[i];
            var key = string.Create(CultureInfo.InvariantCulture, $"Seed__Users__{i}__");
            settings[key + "Email"] = user.Email;
            settings[key + "Password"] = user.Password;
            if (user.DisplayName is not null)
            {
                settings[key + "DisplayName"] = user.DisplayName;
            }

            for (var role = 0; role < user.Roles.Length; role++)
            {
                settings[string.Create(CultureInfo.InvariantCulture, $"{key}Roles__{role}")] = user.Roles[role];
            }
        }
    }
}
