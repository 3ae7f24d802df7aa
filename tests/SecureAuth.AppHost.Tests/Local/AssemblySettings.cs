using System.Runtime.Versioning;
using Xunit.Sdk;
using Xunit.v3;

// Each test starts a whole system.
[assembly: Parallelization(Mode = ParallelMode.None)]

// They look at processes, signals and file modes.
[assembly: UnsupportedOSPlatform("windows")]
