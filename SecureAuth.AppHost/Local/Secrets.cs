using System.Security.Cryptography;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The secrets that the first run generates and stores. Without them, later runs could not use the data.</summary>
internal sealed record Secrets
{
    private const int PasswordLength = 32;

    private const int KeyBytes = 32;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    public required string OwnerPassword { get; init; }

    public required string ApiPassword { get; init; }

    /// <summary>Null only in the file of an old version, in which operators did not have a role of their own.</summary>
    public string? OperatorPassword { get; init; }

    public required string RedisPassword { get; init; }

    public required string Pepper { get; init; }

    public required string MasterKey { get; init; }

    public static Secrets LoadOrCreate(DataFolder folder)
    {
        if (File.Exists(folder.SecretsFile))
        {
            return AddMissing(Load(folder.SecretsFile), folder);
        }

        if (folder.HasDatabase)
        {
            throw Unusable(folder.SecretsFile, "is missing, but there is a database");
        }

        var secrets = new Secrets
        {
            OwnerPassword = NewPassword(),
            ApiPassword = NewPassword(),
            OperatorPassword = NewPassword(),
            RedisPassword = NewPassword(),
            Pepper = NewKey(),
            MasterKey = NewKey(),
        };
        Save(secrets, folder);
        return secrets;
    }

    private static Secrets AddMissing(Secrets secrets, DataFolder folder)
    {
        if (secrets.OperatorPassword is not null)
        {
            return secrets;
        }

        var completed = secrets with { OperatorPassword = NewPassword() };
        Save(completed, folder);
        return completed;
    }

    private static void Save(Secrets secrets, DataFolder folder) =>
        PrivateFile.Write(folder.SecretsFile, JsonSerializer.SerializeToUtf8Bytes(secrets, Json));

    private static Secrets Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllBytes(file), Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw Unusable(file, "cannot be read");
        }
    }

    private static CannotStartException Unusable(string file, string problem) => new(
        $"{file} {problem}.",
        "Restore it, start afresh with --reset (its accounts are lost), or use another folder: --data DIR.");

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private static string NewPassword() => RandomNumberGenerator.GetString(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", PasswordLength);
}
