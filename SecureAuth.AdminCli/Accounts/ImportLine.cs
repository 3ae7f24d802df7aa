using System.Text.Json;
using System.Text.Json.Serialization;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>A line of an import, which is either an account or a problem. A problem never contains text of the line.</summary>
internal sealed record ImportLine(ImportedAccount? Account, string? Problem) : Confidential
{
    public static readonly ImportLine TooLong = Refused("it is too long");

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static ImportLine Parse(
        ReadOnlySpan<byte> utf8, PasswordHashes hashes, ConfiguredFields fields, UsernameOptions usernames)
    {
        Members? members;
        try
        {
            members = JsonSerializer.Deserialize<Members>(utf8, Json);
        }
        catch (JsonException)
        {
            members = null;
        }

        if (members is null)
        {
            return Refused(
                "it is not a JSON object with the strings email and password_hash and, optionally, the strings display_name "
                    + "and username, the Boolean email_verified and the object fields");
        }

        var name = members.DisplayName?.Trim();
        var problems = new List<(string Name, FieldProblem Problem)>();
        var values = fields.Read(members.Fields ?? [], FieldEditor.Operator, isNew: true, problems);
        if (problems.Count > 0)
        {
            return Refused("fields: " + string.Join(", ", problems.Select(problem => FieldValues.Describe(fields, problem))));
        }

        var username = members.Username is { } given ? Username.Normalize(given) : null;
        if (members.Username is not null && (username is null || !usernames.AreUsed))
        {
            return Refused(usernames.AreUsed
                ? $"username must have {Username.Rule}"
                : "username cannot be imported, because Accounts__Usernames is Off here");
        }

        return ProblemOf(members.Email, name, hashes.CheckImport(members.PasswordHash)) is { } problem
            ? Refused(problem)
            : new ImportLine(new ImportedAccount(members.Email, members.PasswordHash, name, members.EmailVerified)
                {
                    Fields = values.Set,
                    Username = username,
                }, null);
    }

    private static string? ProblemOf(string email, string? name, ImportableHash hash) => hash switch
    {
        _ when !EmailAddress.IsValid(email) => "email is not an e-mail address such as alice@example.com",
        _ when name is not null && !DisplayName.IsValid(name) =>
            $"display_name must have 1 to {DisplayName.MaxLength} characters, without line breaks",
        ImportableHash.UnknownFormat => "password_hash has no known format",
        ImportableHash.TooCostly => "the cost of password_hash is above the limits",
        ImportableHash.UnknownPepper => "the pepper of password_hash is not configured",
        _ => null,
    };

    private static ImportLine Refused(string problem) => new(null, problem);

    private sealed record Members(string Email, string PasswordHash, string? DisplayName = null, bool EmailVerified = false,
        Dictionary<string, JsonElement>? Fields = null, string? Username = null)
        : Confidential;
}
