namespace SecureAuth.LocalServers;

/// <summary>
/// Something on this machine or in a data folder prevents a start, and the user can fix it. The message states the problem and
/// the remedy in one line and is meant for the console, without a stack trace.
/// </summary>
/// <param name="problem">A sentence.</param>
/// <param name="remedy">Another sentence, which tells the user what to do.</param>
public sealed class CannotStartException(string problem, string remedy) : Exception($"{problem} {remedy}");
