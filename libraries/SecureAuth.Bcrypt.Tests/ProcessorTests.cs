using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace SecureAuth.Hashing.Tests;

/// <summary>The loops use an instruction of x86 that some processors lack.</summary>
public class ProcessorTests
{
    /// <summary>The runtime's switch for AVX2, BMI1 and others of that generation.</summary>
    private const string Switch = "DOTNET_EnableAVX2";

    private static bool IsSwitchedOff => Environment.GetEnvironmentVariable(Switch) == "0";

    [Fact]
    public async Task A_processor_without_BMI1_computes_the_same_hashes()
    {
        Assert.SkipUnless(Bmi1.IsSupported, "All tests of this process run without it.");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            Environment = { [Switch] = "0" },
        };
        Type[] tests = [typeof(ProcessorTests), typeof(BcryptLanesTests), typeof(BlowfishTests)];
        foreach (var argument in tests.SelectMany(test => new[] { "-class", test.FullName! }))
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        Assert.True(child.ExitCode == 0, output);
    }

    [Fact]
    public void The_switch_of_the_test_above_works() => Assert.False(IsSwitchedOff && Bmi1.IsSupported);
}
