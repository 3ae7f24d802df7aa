using MimeKit;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Writes each mail as a file into a folder. A program that watches the folder for <c>*.eml</c> never sees half a file, and a
/// mail that is sent again replaces its own file.
/// </summary>
internal sealed class PickupTransport(string folder) : IMailTransport, IMailConnection
{
    public bool IsUsable => true;

    public Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        PickupFolder.Create(folder);
        return Task.FromResult<IMailConnection>(this);
    }

    public async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var name = message.MessageId!.Split('@')[0];
        var temporary = Path.Combine(folder, $".{name}.tmp");
        await using (var file = PickupFolder.CreateFile(temporary))
        {
            await message.WriteToAsync(file, cancellationToken);
            await file.FlushAsync(cancellationToken);
        }

        File.Move(temporary, Path.Combine(folder, $"{name}.eml"), overwrite: true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
