namespace SecureAuth.AppHost.Local.Servers;

/// <summary>What is wrong with this machine or this folder, and what to do about it, in one line for the console.</summary>
internal sealed class CannotStartException(string problem, string remedy) : Exception($"{problem} {remedy}");
