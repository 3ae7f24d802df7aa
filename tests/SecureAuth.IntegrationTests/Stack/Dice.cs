namespace SecureAuth.IntegrationTests.Stack;

/// <summary>SplitMix64: equal seeds give equal rolls, so that a failure is reproducible.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from zero to one less than the number of sides.</summary>
    public int Roll(int sides)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)sides);
        }
    }
}
