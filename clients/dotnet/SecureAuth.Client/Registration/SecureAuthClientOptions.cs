namespace SecureAuth.Client;

/// <summary>Where the server is.</summary>
public sealed class SecureAuthClientOptions
{
    /// <summary>The origin of the server, such as <c>https://auth.example.com</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// Whether an address may be <c>http</c> although it is not of this machine. Passwords and tokens are then readable on the
    /// way, so it is for networks that encrypt by themselves.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
