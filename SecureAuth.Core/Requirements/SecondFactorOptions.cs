using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Requirements;

/// <summary>Whether everybody must have a second factor.</summary>
public enum SecondFactorDemand
{
    Optional = 1,
    Required = 2,
}

/// <summary>Who must have a second factor.</summary>
public sealed class SecondFactorOptions
{
    /// <summary>The same section as for the other settings of accounts, which only the API reads.</summary>
    public const string Section = "Accounts";

    private const int MaxRoleLength = 64;

    public SecondFactorDemand SecondFactor { get; set; } = SecondFactorDemand.Optional;

    /// <summary>Users in one of these roles must have a second factor even if it is optional for others.</summary>
    public IList<string> SecondFactorRoles { get; } = [];

    internal sealed class Validator : IValidateOptions<SecondFactorOptions>
    {
        public ValidateOptionsResult Validate(string? name, SecondFactorOptions options)
        {
            var problems = new SettingProblems(Section).Require(
                Enum.IsDefined(options.SecondFactor), nameof(SecondFactor), options.SecondFactor, "Optional or Required");
            for (var i = 0; i < options.SecondFactorRoles.Count; i++)
            {
                var role = options.SecondFactorRoles[i];
                problems.Require(
                    !string.IsNullOrWhiteSpace(role) && role.Length <= MaxRoleLength, $"{nameof(SecondFactorRoles)}__{i}", role,
                    $"the name of a role, 1 to {MaxRoleLength} characters");
            }

            return problems.ToResult();
        }
    }
}
