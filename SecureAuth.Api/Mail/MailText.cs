using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>A rendered mail.</summary>
internal sealed record MailText(string Subject, string Text, string Html) : Confidential;
