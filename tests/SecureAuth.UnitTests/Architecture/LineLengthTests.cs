namespace SecureAuth.UnitTests.Architecture;

public sealed class LineLengthTests
{
    private const int Longest = 130;

    [Theory]
    [InlineData("SecureAuth.AdminCli")]
    [InlineData("SecureAuth.Api")]
    [InlineData("SecureAuth.AppHost")]
    [InlineData("SecureAuth.Core")]
    [InlineData("SecureAuth.ServiceDefaults")]
    [InlineData("bench")]
    [InlineData("clients")]
    [InlineData("libraries")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void No_line_of_code_is_longer_than_130_characters(string folder)
    {
        var tooLong = SourceTree.FilesOf(folder).SelectMany(file => File
            .ReadLines(Path.Combine(SourceTree.Root, folder, file))
            .Select((line, index) => (line, place: $"{file}:{index + 1}"))
            .Where(numbered => numbered.line.Length > Longest)
            .Select(numbered => numbered.place));

        Assert.Empty(tooLong);
    }
}
