using System.CommandLine;
using SecureAuth.Core.Accounts;

namespace SecureAuth.AdminCli.Commands;

/// <summary>An address that has no account.</summary>
internal static class NewEmailArgument
{
    public static Argument<string> Create(string description)
    {
        var email = new Argument<string>("EMAIL") { Description = description };
        email.Validators.Add(result =>
        {
            if (!EmailAddress.IsValid(result.Tokens[0].Value))
            {
                result.AddError("EMAIL must be an e-mail address such as alice@example.com.");
            }
        });
        return email;
    }
}
