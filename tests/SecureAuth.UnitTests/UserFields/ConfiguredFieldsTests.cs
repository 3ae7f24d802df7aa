using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;
using SecureAuth.Core.UserFields;

namespace SecureAuth.UnitTests.UserFields;

public sealed class ConfiguredFieldsTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConfiguredFields Fields = Of(
        new() { Name = "department", Required = true, MaxLength = 10, Pattern = "^[A-Z]", InToken = true },
        new() { Name = "born", Type = FieldType.Date },
        new() { Name = "floor", Type = FieldType.Integer, InToken = true },
        new() { Name = "remote", Type = FieldType.Boolean, InToken = true },
        new() { Name = "cost_centre", EditableBy = FieldEditor.Operator });

    [Theory]
    [InlineData("""{"department":"Sales"}""")]
    [InlineData("""{"department":"Aöü","born":"2000-02-29","floor":-1,"remote":false}""")]
    [InlineData("""{"department":"A\"\\ 12345"}""")]
    [InlineData("""{"department":"A","floor":9007199254740991}""")]
    public void Valid_values_are_stored_as_they_are(string values)
    {
        var (changes, problems) = Read(values);

        Assert.Empty(problems);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(values), JsonNode.Parse(changes.Set)), changes.Set);
    }

    [Theory]
    [InlineData("""{}""", "department", FieldProblem.Required)]
    [InlineData("""{"department":null}""", "department", FieldProblem.Required)]
    [InlineData("""{"department":""}""", "department", FieldProblem.Required)]
    [InlineData("""{"department":" "}""", "department", FieldProblem.Required)]
    [InlineData("""{"department":"sales"}""", "department", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"Sales123456"}""", "department", FieldProblem.TooLong)]
    [InlineData("""{"department":"A\nb"}""", "department", FieldProblem.InvalidCharacters)]
    [InlineData("""{"department":"A\u202Eb"}""", "department", FieldProblem.InvalidCharacters)]
    [InlineData("""{"department":"A\u0000"}""", "department", FieldProblem.InvalidCharacters)]
    [InlineData("""{"department":"A\ud83e"}""", "department", FieldProblem.InvalidCharacters)]
    [InlineData("""{"department":7}""", "department", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":["A"]}""", "department", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","born":"2001-02-29"}""", "born", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"A","born":"2001-2-3"}""", "born", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"A","born":20010203}""", "born", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","floor":1.5}""", "floor", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"A","floor":9007199254740992}""", "floor", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"A","floor":1e400}""", "floor", FieldProblem.InvalidValue)]
    [InlineData("""{"department":"A","floor":"1"}""", "floor", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","remote":"true"}""", "remote", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","remote":1}""", "remote", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","cost_centre":"1"}""", "cost_centre", FieldProblem.NotAcceptable)]
    [InlineData("""{"department":"A","Department":"B"}""", "Department", FieldProblem.NotAcceptable)]
    public void A_value_that_breaks_the_rules_of_its_field_is_refused(string values, string name, FieldProblem problem) =>
        Assert.Equal([(name, problem)], Read(values).Problems);

    [Fact]
    public void An_operator_may_set_every_field_and_leave_out_any()
    {
        var problems = new List<(string, FieldProblem)>();

        var changes = Fields.Read(Values("""{"cost_centre":"4711","department":null}"""), FieldEditor.Operator, false, problems);

        Assert.Empty(problems);
        Assert.Equal("""{"cost_centre":"4711"}""", changes.Set);
        Assert.Equal(["department"], changes.Removed);
        Assert.Equal(["cost_centre", "department"], changes.Names);
    }

    [Fact]
    public void An_account_without_a_field_that_is_required_by_now_can_change_the_others() =>
        Assert.Empty(Read("""{"floor":3}""", isNew: false).Problems);

    [Fact]
    public void Claims_are_the_values_of_fields_for_tokens_that_are_still_valid()
    {
        var claims = Fields.ClaimsOf("""{"department":"Sales","born":"2000-01-01","floor":3,"remote":true,"former":"x"}""");

        Assert.Equal(["department", "floor", "remote"], claims.Keys.Order());
        Assert.Equal(("Sales", 3L, true), (claims["department"], claims["floor"], claims["remote"]));
        Assert.Empty(Fields.ClaimsOf("""{"department":"from before the pattern","floor":"3","remote":null}"""));
        Assert.Empty(Fields.ClaimsOf("{}"));
    }

    [Fact]
    public void A_user_sees_every_configured_field_and_no_former_one()
    {
        const string Stored = """{"department":"much longer than today","floor":"three","former":1}""";

        var shown = Fields.Show(Stored);

        Assert.Equal(["born", "cost_centre", "department", "floor", "remote"], shown.Keys.Order());
        Assert.Equal("much longer than today", shown["department"]?.GetString());
        Assert.Null(shown["floor"]);
        Assert.Equal(1, Fields.ShowAll(Stored)["former"]?.GetInt32());
        Assert.Equal("three", Fields.ShowAll(Stored)["floor"]?.GetString());
    }

    /// <summary>Whatever is accepted value by value fits as a whole, in tokens and in the database.</summary>
    [Property(MaxTest = 300)]
    public void Accepted_values_fit_into_a_token_and_into_the_database(byte[] lengths, NonNull<string>[] texts, long number)
    {
        var options = new UserFieldOptions();
        for (var i = 0; i < Math.Min(lengths.Length, 8); i++)
        {
            options.Fields.Add(new() { Name = $"field_{i}", MaxLength = 1 + (lengths[i] % 60), InToken = i % 2 == 0 });
        }

        options.Fields.Add(new() { Name = "number", Type = FieldType.Integer, InToken = true });
        if (new UserFieldOptions.Validator().Validate(null, options).Failed)
        {
            return;
        }

        var fields = new ConfiguredFields(Options.Create(options));
        var values = fields.All.Where(field => field.Type == FieldType.String).Select((field, i) => KeyValuePair.Create(
            field.Name,
            JsonSerializer.SerializeToElement(Filled(texts.Length == 0 ? "\"🦦" : texts[i % texts.Length].Get, field))));
        var problems = new List<(string Name, FieldProblem Problem)>();
        var given = values.Append(KeyValuePair.Create("number", JsonSerializer.SerializeToElement(number)))
            .Where(value => fields.Find(value.Key)!.Read(value.Value, out _) is null);
        var changes = fields.Read(given, FieldEditor.User, isNew: true, problems);

        Assert.Empty(problems);
        var claims = JsonSerializer.SerializeToUtf8Bytes(fields.ClaimsOf(changes.Set), Relaxed);
        Assert.InRange(claims.Length, 2, UserFieldOptions.MaxTokenSize);

        var stored = JsonElement.Parse(changes.Set).EnumerateObject()
            .Sum(field => field.Name.Length + "\"\": , ".Length + SizeInPostgres(field.Value));
        Assert.InRange(stored + "{}".Length, 2, UserField.MaxSizeOf(fields.All));
    }

    /// <summary>PostgreSQL escapes quotation marks, backslashes and control characters, which no value has.</summary>
    private static int SizeInPostgres(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? 2 + value.GetString()!.EnumerateRunes().Sum(rune => rune.Value is '"' or '\\' ? 2 : rune.Utf8SequenceLength)
        : value.GetRawText().Length;

    /// <summary>As long as the field allows.</summary>
    private static string Filled(string text, UserField field)
    {
        var runes = (text.Length == 0 ? "ж" : text).EnumerateRunes().ToList();
        return string.Concat(Enumerable.Range(0, field.MaxLength!.Value).Select(i => runes[i % runes.Count].ToString()));
    }

    private static (FieldChanges Changes, List<(string Name, FieldProblem Problem)> Problems) Read(
        string values, bool isNew = true)
    {
        var problems = new List<(string, FieldProblem)>();
        return (Fields.Read(Values(values), FieldEditor.User, isNew, problems), problems);
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Values(string json) =>
        JsonElement.Parse(json).EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value));

    private static ConfiguredFields Of(params UserFieldOptions.FieldSetting[] fields)
    {
        var options = new UserFieldOptions();
        foreach (var field in fields)
        {
            options.Fields.Add(field);
        }

        Assert.True(new UserFieldOptions.Validator().Validate(null, options).Succeeded);
        return new ConfiguredFields(Options.Create(options));
    }
}
