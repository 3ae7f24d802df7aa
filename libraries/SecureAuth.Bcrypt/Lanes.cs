namespace SecureAuth.Hashing;

/// <summary>
/// How many states a loop of <see cref="Blowfish"/> works on. It is a type instead of a number, so that the compiler makes a loop
/// of its own for each and leaves out the lanes that the loop does not have.
/// </summary>
internal interface ILanes
{
    static abstract int Count { get; }
}

internal readonly struct OneLane : ILanes
{
    public static int Count => 1;
}

internal readonly struct TwoLanes : ILanes
{
    public static int Count => 2;
}

internal readonly struct ThreeLanes : ILanes
{
    public static int Count => 3;
}

internal readonly struct FourLanes : ILanes
{
    public static int Count => 4;
}
