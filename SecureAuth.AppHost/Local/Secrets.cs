using System.Security.Cryptography;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The secrets that the first run generates and keeps. Without them the next run could not open the data.</summary>
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

    /// <summary>Null only in a file that was written before operators had a role of their own.</summary>
    public string? OperatorPassword { get; init; }

    public required string RedisPassword { get; init; }

    public required string Pepper { get; init; }

    public required string MasterKey { get; init; }

    public static Secrets LoadOrCreate(DataFolder folder)
    {
        if (File.Exists(folder.SecretsFile))
        {
            return Completed(Load(folder.SecretsFile), folder);
        }

        if (folder.HasDatabase)
        {
            throw Lost(folder.SecretsFile, "is missing although there is a database");
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

    private static Secrets Completed(Secrets secrets, DataFolder folder)
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
            throw Lost(file, "cannot be read");
        }
    }

    private static CannotStartException Lost(string file, string how) =>
        new($"{file} {how}.", "Restore it, remove its folder (the accounts are lost), or begin anew elsewhere with --data DIR.");

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private static string NewPassword() => RandomNumberGenerator.GetString(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", PasswordLength);
}
