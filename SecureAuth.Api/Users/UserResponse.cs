using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Members;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>A user's own account.</summary>
/// <param name="Id">The user's id, which is the <c>sub</c> claim of the access tokens.</param>
/// <param name="Email">The e-mail address as it was entered at registration.</param>
/// <param name="EmailVerified">Whether the user has verified the e-mail address.</param>
/// <param name="DisplayName">The display name, or null if the user has none.</param>
/// <param name="Roles">The user's roles in alphabetical order.</param>
/// <param name="TotpEnabled">Whether a sign-in requires a second factor.</param>
/// <param name="Passkeys">The number of the user's passkeys.</param>
/// <param name="IsActive">False if an operator has disabled the account.</param>
/// <param name="CreatedAt">When the account was created.</param>
/// <param name="UpdatedAt">When the account was last changed.</param>
/// <param name="PasswordChangedAt">When the password was last set.</param>
/// <param name="LastLoginAt">When the user last signed in, or null if the user has never signed in.</param>
internal sealed record UserResponse(
    [Field(Example = Examples.UserId)] Guid Id,
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string Email,
    [Field(Example = true)] bool EmailVerified,
    [Field(Example = Examples.DisplayName, MaxLength = FieldLimits.DisplayName)] string? DisplayName,
    [Field(Example = new[] { "user" })] IReadOnlyList<string> Roles,
    [Field(Example = true)] bool TotpEnabled,
    [Field(Example = 1)] int Passkeys,
    [Field(Example = true)] bool IsActive,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime UpdatedAt,
    [Field(Example = Examples.Time)] DateTime PasswordChangedAt,
    [Field(Example = Examples.Time)] DateTime? LastLoginAt) : Confidential
{
    /// <summary>
    /// Only in the response to a registration: it belongs to the code of the mail that verifies the address.
    /// </summary>
    [Member(ConfiguredMember.MailedCode)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field]
    public string? RequestToken { get; set; }

    /// <summary>
    /// The fields that the operator has configured, with null for each without a value. The export also has values of former
    /// fields.
    /// </summary>
    [Member(ConfiguredMember.Fields)]
    public IReadOnlyDictionary<string, JsonElement?>? Fields { get; private init; }

    /// <summary>The username, or null if the user has none.</summary>
    [Member(ConfiguredMember.Username)]
    [Field(Example = Examples.Username, MaxLength = FieldLimits.Username)]
    public string? Username { get; private init; }

    /// <summary>One statement, which is compiled once, because no endpoint is called more often.</summary>
    private static readonly Func<AuthDbContext, Guid, CancellationToken, Task<Row?>> Query = EF.CompileAsyncQuery(
        (AuthDbContext db, Guid id, CancellationToken _) => db.Users.TagWith("find user")
            .Where(user => user.Id == id)
            .Select(user => new Row(
                user.Email!,
                user.EmailConfirmed,
                user.DisplayName,
                (from membership in db.Set<IdentityUserRole<Guid>>()
                 join role in db.Set<Role>() on membership.RoleId equals role.Id
                 where membership.UserId == user.Id
                 orderby role.Name
                 select role.Name).ToList(),
                user.TwoFactorEnabled,
                db.Passkeys.Count(passkey => passkey.UserId == user.Id),
                user.IsActive,
                user.CreatedAt,
                user.UpdatedAt,
                user.PasswordChangedAt,
                user.LastLoginAt,
                user.Fields,
                db.Usernames.Where(username => username.UserId == user.Id).Select(username => username.Name).FirstOrDefault()))
            .SingleOrDefault());

    /// <summary>Describes a new account without reading it from the database again.</summary>
    public static UserResponse OfNew(User user, IReadOnlyList<string> roles, string? username, ConfiguredMembers members) => new(
        user.Id, user.Email!, user.EmailConfirmed, user.DisplayName, roles, TotpEnabled: false, Passkeys: 0, user.IsActive,
        user.CreatedAt.UtcDateTime, user.UpdatedAt.UtcDateTime, user.PasswordChangedAt.UtcDateTime, LastLoginAt: null)
    {
        Fields = members.Fields.Any ? members.Fields.Show(user.Fields) : null,
        Username = username,
    };

    /// <param name="db">The database.</param>
    /// <param name="id">The user.</param>
    /// <param name="members">The members that are configured.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="isExport">Whether to show what is stored but no longer configured, too.</param>
    /// <returns>The account, or null if it no longer exists.</returns>
    public static async Task<UserResponse?> FindAsync(
        AuthDbContext db, Guid id, ConfiguredMembers members, CancellationToken cancellationToken, bool isExport = false) =>
        await Query(db, id, cancellationToken) is not { } user
            ? null
            : new UserResponse(
                id, user.Email, user.EmailVerified, user.DisplayName, user.Roles, user.TotpEnabled, user.Passkeys, user.IsActive,
                user.CreatedAt.UtcDateTime, user.UpdatedAt.UtcDateTime, user.PasswordChangedAt.UtcDateTime,
                user.LastLoginAt?.UtcDateTime)
            {
                Fields = isExport ? NullIfNone(members.Fields.ShowAll(user.Fields))
                    : members.Fields.Any ? members.Fields.Show(user.Fields)
                    : null,
                Username = isExport || members.Has(ConfiguredMember.Username) ? user.Username : null,
            };

    private static IReadOnlyDictionary<string, JsonElement?>? NullIfNone(IReadOnlyDictionary<string, JsonElement?> fields) =>
        fields.Count > 0 ? fields : null;

    private sealed record Row(
        string Email,
        bool EmailVerified,
        string? DisplayName,
        IReadOnlyList<string> Roles,
        bool TotpEnabled,
        int Passkeys,
        bool IsActive,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt,
        DateTimeOffset PasswordChangedAt,
        DateTimeOffset? LastLoginAt,
        string Fields,
        string? Username) : Confidential;
}
