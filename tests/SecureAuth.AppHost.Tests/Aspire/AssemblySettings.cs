using System.Runtime.Versioning;

// The tests look at file modes.
[assembly: UnsupportedOSPlatform("windows")]
