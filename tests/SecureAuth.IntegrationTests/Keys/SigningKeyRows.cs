using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>The signing keys of a database, and the commands that change them.</summary>
internal static class SigningKeyRows
{
    /// <summary>The keys in the order in which they sign.</summary>
    public static async Task<IReadOnlyList<SigningKeyRow>> SigningKeysAsync(this Database database) =>
    [
        .. (await database.RowsAsync(
            """
            SELECT key_id, activates_at - clock_timestamp() AS signs_in, retires_at - clock_timestamp() AS retires_in,
                retires_at, activates_at
            FROM signing_keys ORDER BY activates_at, created_at
            """)).Select(row => new SigningKeyRow(
                (string)row["key_id"]!,
                (TimeSpan)row["signs_in"]!,
                (TimeSpan?)row["retires_in"],
                (DateTime)row["activates_at"]!,
                (DateTime?)row["retires_at"])),
    ];

    /// <summary>Makes all keys older, as if time had passed.</summary>
    public static Task AgeSigningKeysAsync(this Database database, TimeSpan by) => database.ExecuteAsync(
        """
        UPDATE signing_keys SET created_at = created_at - $1, activates_at = activates_at - $1, retires_at = retires_at - $1
        """,
        by);

    /// <summary>Has the announced key sign now.</summary>
    public static Task ActivateAnnouncedAsync(this Database database) => database.ExecuteAsync(
        "UPDATE signing_keys SET activates_at = clock_timestamp() WHERE activates_at > clock_timestamp()");

    /// <summary>Adds a key that nobody can decrypt.</summary>
    public static Task AddUnreadableKeyAsync(this Database database, string keyId, TimeSpan signsIn) => database.ExecuteAsync(
        """
        INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
        SELECT $1, public_key, protected_private_key, clock_timestamp(), clock_timestamp() + $2 FROM signing_keys LIMIT 1
        """,
        keyId,
        signsIn);

    public static string KeyOf(this SignedInUser user) => (string)Jwt.Read(user.AccessToken).Header["kid"]!;

    public static async Task<JsonElement> KeysAsync(this Settings settings, params string[] command) =>
        (await Cli.SucceedAsync(settings, ["keys", .. command, "--output", "json"])).Json;
}

/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="SignsIn">The time until it signs.</param>
/// <param name="RetiresIn">The time until its tokens are rejected.</param>
/// <param name="ActivatesAt">From when on it signs.</param>
/// <param name="RetiresAt">From when on its tokens are rejected.</param>
internal sealed record SigningKeyRow(
    string KeyId, TimeSpan SignsIn, TimeSpan? RetiresIn, DateTime ActivatesAt, DateTime? RetiresAt)
{
    /// <summary>How long a replaced key verifies after its successor has begun to sign.</summary>
    public static readonly TimeSpan Verification = TimeSpan.FromMinutes(65);

    public bool IsRetired => RetiresIn <= TimeSpan.Zero;
}
