namespace Samples.Mobile;

/// <summary>What the user reads and types. A password is shown here; a phone hides it.</summary>
internal static class Screen
{
    public static void Tell(string text) => Console.WriteLine(text);

    /// <returns>What was typed, or nothing if the input has ended.</returns>
    public static string Ask(string question)
    {
        Console.WriteLine(question);
        return Console.ReadLine() ?? "";
    }
}
