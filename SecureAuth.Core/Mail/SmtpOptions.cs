namespace SecureAuth.Core.Mail;

/// <summary>The mail server to which all mails are handed over.</summary>
public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    /// <summary>On port 465, TLS begins with the connection. On other ports, STARTTLS is required.</summary>
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>False sends mails, and the tokens in them, unencrypted.</summary>
    public bool UseTls { get; set; } = true;
}
