using System.Text.Json;
using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Projects;

public class RowTextTests
{
    private static readonly RowText Rows = new(
        [new("minutes", ColumnType.Number), new("depot", ColumnType.Category, Required: true), new("note", ColumnType.Text)]);

    [Theory]
    [InlineData("""{"note":"é \"x\"","depot":" north ","minutes":1.50}""", """{"minutes":1.5,"depot":"north","note":"é \"x\""}""")]
    [InlineData("""{"minutes":"12","depot":"a"}""", """{"minutes":12,"depot":"a"}""")]
    [InlineData("""{"minutes":-0.0,"depot":7}""", """{"minutes":0,"depot":"7"}""")]
    [InlineData("""{"minutes":1e3,"depot":true,"note":null}""", """{"minutes":1000,"depot":"true"}""")]
    [InlineData("""{"minutes":"","depot":"a","note":"  "}""", """{"depot":"a"}""")]
    public void Equal_rows_are_equal_texts(string given, string text)
    {
        Rows.Read(given).Value.ShouldBe(text);
        Rows.Read(text).Value.ShouldBe(text);
    }

    [Theory]
    [InlineData("""{"minutes":"much","depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":"NaN","depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":"Infinity","depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":1e999,"depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":true,"depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":"1,5","depot":"a"}""", "cell-not-number", "minutes")]
    [InlineData("""{"minutes":1,"depot":["a"]}""", "cell-not-value", "depot")]
    [InlineData("""{"minutes":1,"depot":{}}""", "cell-not-value", "depot")]
    [InlineData("""{"minutes":1}""", "cell-missing", "depot")]
    [InlineData("""{"minutes":1,"depot":null}""", "cell-missing", "depot")]
    [InlineData("""{"depot":"a","weather":"wet"}""", "field-unknown", "weather")]
    [InlineData("""{"depot":"a","depot":"b"}""", "field-repeated", "depot")]
    [InlineData("""{"depot":"a\u0000"}""", "nul-byte", "depot")]
    [InlineData("""["a"]""", "fields-not-object", "fields")]
    [InlineData("north at noon", "fields-not-object", "fields")]
    [InlineData("""{"depot":"a\ud800"}""", "fields-not-object", "fields")]
    public void What_is_no_row_says_why_and_where(string given, string code, string place)
    {
        var fault = Rows.Read(given).Fault.ShouldNotBeNull();
        (fault.Code, fault.Place).ShouldBe((code, place));
    }

    [Fact]
    public void A_row_without_any_value_is_no_row()
        => new RowText([new("minutes", ColumnType.Number)]).Read("""{"minutes":null}""").Fault!.Code.ShouldBe("row-empty");

    [Fact]
    public void An_unknown_column_is_told_which_there_are()
        => Rows.Read("""{"weather":"wet"}""").Fault!.Reason.ShouldBe("There is no column 'weather'. The columns are 'minutes', 'depot', 'note'.");

    [Fact]
    public void What_was_written_is_read_back()
    {
        var cells = new string?[3];
        Rows.TryRead(Rows.Write(["1E+16", "nörth", null]), cells).ShouldBeTrue();
        cells.ShouldBe(["1E+16", "nörth", null]);
    }

    [Fact]
    public void A_row_of_an_earlier_list_of_columns_is_read_as_far_as_they_still_are()
    {
        var cells = new string?[3];
        Rows.TryRead("""{"note":"late","weather":"wet","depot":"south"}""", cells).ShouldBeTrue();
        cells.ShouldBe([null, "south", "late"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("login")]
    [InlineData("12")]
    [InlineData("{\"depot\":\"a\"")]
    [InlineData("{\"depot\":\"a\"} x")]
    [InlineData("{\"depot\":5}")]
    [InlineData("{\"minutes\":\"5\"}")]
    [InlineData("{\"depot\":[1]}")]
    [InlineData("\ud800")]
    public void Any_other_text_is_no_row_and_leaves_nothing_behind(string text)
    {
        string?[] cells = ["1", "a", "b"];
        Rows.TryRead(text, cells).ShouldBeFalse();
        cells.ShouldAllBe(cell => cell == null);
    }

    [Fact]
    public void A_category_has_a_bound_and_a_text_none_of_its_own()
    {
        var words = new string('x', 501);
        Rows.Read(JsonSerializer.Serialize(new { depot = words })).Fault!.Code.ShouldBe("cell-too-long");
        Rows.Read(JsonSerializer.Serialize(new { depot = "a", note = words })).Fault.ShouldBeNull();
    }
}
