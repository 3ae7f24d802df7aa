namespace SecureAuth.LocalServers;

/// <summary>The result of <see cref="ChildProcess.CaptureAsync"/>: the exit code, standard output and standard error.</summary>
public sealed record CapturedRun(int ExitCode, string Output, string Error);
