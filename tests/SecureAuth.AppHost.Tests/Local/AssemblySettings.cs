using System.Runtime.Versioning;

// The tests look at processes, signals and file modes.
[assembly: UnsupportedOSPlatform("windows")]
