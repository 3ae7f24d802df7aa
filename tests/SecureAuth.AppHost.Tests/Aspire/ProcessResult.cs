namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>What a process wrote, and how it ended.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);
