using System.Text.Json;
using SecureAuth.Client;

namespace Samples.Mobile;

/// <summary>
/// Keeps the user signed in when the app ends. It stands for the keychain of a phone (<c>SecureStorage</c> in .NET MAUI): here it
/// is a file that this user alone can read.
/// </summary>
internal sealed class Keychain : ITokenStore
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("KEYCHAIN")
        ?? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);

    private static readonly string Item = Path.Combine(Folder, "secureauth-mobile-sample.json");

    public async ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Item))
        {
            return null;
        }

        await using var file = File.OpenRead(Item);
        return await JsonSerializer.DeserializeAsync<SessionTokens>(file, cancellationToken: cancellationToken);
    }

    public async ValueTask WriteAsync(SessionTokens? tokens, CancellationToken cancellationToken)
    {
        if (tokens is null)
        {
            File.Delete(Item);
            return;
        }

        // The former tokens have been used up, and half of the new ones would be none, so they are replaced at once.
        var next = Item + ".new";
        File.Delete(next);
        await using (var file = new FileStream(next, OnlyForThisUser()))
        {
            await JsonSerializer.SerializeAsync(file, tokens, cancellationToken: cancellationToken);
        }

        File.Move(next, Item, overwrite: true);
    }

    private static FileStreamOptions OnlyForThisUser()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
