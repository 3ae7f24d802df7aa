// The process commands and the input dialogs are experimental, but Aspire's version is pinned.
#pragma warning disable ASPIREPROCESSCOMMAND001, ASPIREINTERACTION001

using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Operators;

/// <summary>
/// Commands in the dashboard that run the built <c>secureauth</c>. The audit log names the user who runs the AppHost. No argument
/// contains a secret: the connection strings are environment variables.
/// </summary>
internal static class OperatorCommands
{
    private const string User = "user";
    private const string Reason = "reason";
    private const int MaximumUserLength = 320;
    private const int MaximumReasonLength = 500;
    private const int ShownLines = 200;

    public static IResourceBuilder<ProjectResource> WithOperatorCommands(
        this IResourceBuilder<ProjectResource> api, OperatorSettings settings)
    {
        Add("show-user", "Show a user", "PersonSearch", ["users", "show"], changes: null);
        Add("unlock-user", "Unlock a user", "LockOpen", ["users", "unlock"],
            changes: "Clear the lockout of this account and its failed attempts?");
        Add("disable-user", "Disable a user", "PersonProhibited", ["users", "disable"],
            changes: "Disable this account and end all its sessions?");
        Add("revoke-tokens", "Revoke a user's tokens", "SignOut", ["tokens", "revoke"],
            changes: "End all sessions of this account?");
        return api;

        void Add(string name, string label, string icon, string[] command, string? changes) => api.WithProcessCommand(
            name,
            label,
            async context => new ProcessCommandSpec("dotnet")
            {
                Arguments = [BuiltFiles.CommandLine, .. command, .. Arguments(context.Arguments, command, changes is not null)],
                EnvironmentVariables = await settings.ResolveAsync(context.CancellationToken),
            },
            new ProcessCommandOptions
            {
                Description = $"Runs secureauth {string.Join(' ', command)}",
                IconName = icon,
                Arguments = changes is null ? [UserInput] : [UserInput, ReasonInput],
                ConfirmationMessage = changes,
                ValidateArguments = ValidateAsync,
                MaxOutputLineCount = ShownLines,
            });
    }

    private static InteractionInput UserInput => new()
    {
        Name = User,
        Label = "User",
        Description = "E-mail address or ID",
        InputType = InputType.Text,
        Required = true,
        MaxLength = MaximumUserLength,
    };

    private static InteractionInput ReasonInput => new()
    {
        Name = Reason,
        Label = "Reason",
        Description = "Recorded in the audit log",
        InputType = InputType.Text,
        Required = true,
        MaxLength = MaximumReasonLength,
    };

    /// <summary>
    /// Every input is one element of the argument list, so no shell reads it. An input is either joined to its option with = or
    /// comes after --, so one that begins with a hyphen cannot become an option such as --all.
    /// </summary>
    private static IEnumerable<string> Arguments(InteractionInputCollection inputs, string[] command, bool changes)
    {
        var user = inputs.GetString(User)!.Trim();
        string[] target = command[0] == "tokens" ? [$"--user={user}"] : ["--", user];
        return changes ? ["--yes", $"--reason={inputs.GetString(Reason)!.Trim()}", .. target] : target;
    }

    /// <summary>Blanks only would leave the option without a value, and it would take the next argument instead.</summary>
    private static Task ValidateAsync(InputsDialogValidationContext context)
    {
        foreach (var input in context.Inputs.Where(input => string.IsNullOrWhiteSpace(input.Value)))
        {
            context.AddValidationError(input, "Enter a value.");
        }

        return Task.CompletedTask;
    }
}
