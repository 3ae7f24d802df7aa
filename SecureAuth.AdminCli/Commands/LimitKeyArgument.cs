using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.AdminCli.Commands;

internal static class LimitKeyArgument
{
    public static Argument<string> Create()
    {
        var key = new Argument<string>("KEY") { Description = "Client address (IPv4 or IPv6) or e-mail address" };
        key.Validators.Add(result =>
        {
            if (LimitKey.Parse(result.Tokens[0].Value) is null)
            {
                result.AddError("KEY must be an IP address such as 203.0.113.7, or an e-mail address such as alice@example.com.");
            }
        });
        return key;
    }

    public static LimitKey Read(Invocation invocation, Argument<string> key) =>
        LimitKey.Parse(invocation.Parsed.GetRequiredValue(key))!;
}
