using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>
/// Reads secrets from files, as Docker and Kubernetes mount them. In the environment of a process, they would be visible to
/// <c>docker inspect</c> and to every child process.
/// </summary>
public static class SecretFiles
{
    private const string FileKey = "File";

    /// <summary>In bytes. The path of a device or of a log must not fill the memory.</summary>
    private const int MaximumSize = 64 * 1024;

    /// <summary>
    /// Gives every secret whose <c>…__File</c> key names a file the content of that file, without the line break at its end.
    /// Files are read once: a changed one takes effect at the next start.
    /// </summary>
    /// <exception cref="OptionsValidationException">
    /// A file cannot be read or is empty, or the secret itself is configured as well. No message contains the value of the key,
    /// because it could be the secret itself, put there by mistake.
    /// </exception>
    public static IConfigurationBuilder AddSecretFiles(this IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var configuration = builder.Build();
        List<string> problems = [];
        Dictionary<string, string?> secrets = [];
        foreach (var secret in Secrets(configuration).Where(secret => !string.IsNullOrEmpty(secret[FileKey])))
        {
            var (value, problem) = string.IsNullOrEmpty(secret.Value)
                ? Read(secret[FileKey]!)
                : (null, "is set besides the secret itself; allowed: one of them");
            if (problem is not null)
            {
                problems.Add($"{secret.Path.Replace(":", "__", StringComparison.Ordinal)}__{FileKey} {problem}");
                continue;
            }

            secrets[secret.Path] = value;
        }

        return problems.Count == 0
            ? builder.AddInMemoryCollection(secrets)
            : throw new OptionsValidationException(FileKey, typeof(string), problems);
    }

    /// <summary>The keys that may name the file of a secret.</summary>
    internal static IEnumerable<string> Keys(IConfiguration configuration) =>
        Secrets(configuration).Select(secret => ConfigurationPath.Combine(secret.Path, FileKey));

    private static IEnumerable<IConfigurationSection> Secrets(IConfiguration configuration) =>
    [
        .. configuration.GetSection(ConnectionStrings.Section).GetChildren(),
        .. configuration.GetSection("Keys:Master").GetChildren(),
        .. configuration.GetSection("Passwords:Peppers").GetChildren(),
        configuration.GetSection("Email:Smtp:Password"),
        .. configuration.GetSection("Seed:Users").GetChildren().Select(user => user.GetSection("Password")),
    ];

    private static (string? Value, string? Problem) Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[MaximumSize + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            using var reader = new StreamReader(new MemoryStream(content, 0, length));
            var value = reader.ReadToEnd().TrimEnd('\r', '\n');
            return (length, value) switch
            {
                (> MaximumSize, _) => (null, $"names a file that is too large; allowed: {MaximumSize} bytes"),
                (_, "") => (null, "names a file that is empty; allowed: a file that contains the secret"),
                _ => (value, null),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, "does not name a file that this process can read; allowed: the path of a file with the secret");
        }
    }
}
