using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Features;

namespace SecureAuth.Core.Requirements;

/// <summary>Who must have a second factor.</summary>
public sealed class SecondFactorOptions
{
    /// <summary>The same section as for the other settings of accounts, which only the API reads.</summary>
    public const string Section = "Accounts";

    private const string Optional = "Optional";
    private const string Required = "Required";

    /// <summary>The beginning of a list of roles, since a role may have the name of another value.</summary>
    private const string RolesPrefix = "Roles:";

    /// <summary><c>Optional</c>, <c>Required</c>, or <c>Roles:</c> with the names of roles.</summary>
    public string SecondFactor { get; set; } = Optional;

    /// <summary>More roles, one for each key. A name with a comma can be given here.</summary>
    public IList<string> SecondFactorRoles { get; } = [];

    /// <summary>Whether everybody must have a second factor.</summary>
    public bool DemandsOfEverybody() => Is(Required);

    /// <summary>Users in one of these roles must have a second factor even if it is optional for others.</summary>
    public IReadOnlyList<string> DemandingRoles() => [.. NamedRoles, .. SecondFactorRoles];

    private string[] NamedRoles => NamesRoles
        ? SecondFactor[RolesPrefix.Length..].Split(',', StringSplitOptions.TrimEntries)
        : [];

    private bool NamesRoles => SecondFactor.StartsWith(RolesPrefix, StringComparison.OrdinalIgnoreCase);

    private bool Is(string value) => value.Equals(SecondFactor, StringComparison.OrdinalIgnoreCase);

    internal sealed class Validator(IOptions<FeatureOptions> features) : IValidateOptions<SecondFactorOptions>
    {
        private const string NoneOffered = "because Features__Totp and Features__Passkeys are false";

        public ValidateOptionsResult Validate(string? name, SecondFactorOptions options)
        {
            var isOffered = features.ReadIfValid(offered => offered.OfferSecondFactor, otherwise: true);
            var problems = new SettingProblems(Section).Require(
                options.Is(Optional) || options.Is(Required)
                || (options.NamesRoles && options.NamedRoles.All(RoleName.IsValid)),
                nameof(SecondFactor), options.SecondFactor,
                $"Optional, Required, or {RolesPrefix} and the names of roles, such as {RolesPrefix}admin,auditor");
            problems.Require(
                isOffered || !(options.Is(Required) || options.NamesRoles), nameof(SecondFactor), options.SecondFactor,
                $"Optional, {NoneOffered}");
            for (var i = 0; i < options.SecondFactorRoles.Count; i++)
            {
                var role = options.SecondFactorRoles[i];
                problems.Require(
                    RoleName.IsValid(role) && isOffered, $"{nameof(SecondFactorRoles)}__{i}", role,
                    isOffered ? $"the name of a role, {RoleName.Rule}" : $"none, {NoneOffered}");
            }

            return problems.ToResult();
        }
    }
}
