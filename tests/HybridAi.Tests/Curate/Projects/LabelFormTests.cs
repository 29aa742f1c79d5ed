using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Projects;

public class LabelFormTests
{
    internal static Project Many { get; } = new(
        "tags", ProjectKind.MultiLabel, "text", null, null, [], null, [new("late", ""), new("angry", ""), new("vip", "")], new())
    {
        Select = new(0, 2),
    };

    internal static Project Fields { get; } = new("invoices", ProjectKind.Extraction, "text", null, null, [], null, [], new())
    {
        Extract =
        [
            new("supplier", FieldType.Text, "Who sends it.", true, []), new("total", FieldType.Number, "", false, []),
            new("due", FieldType.Date, "", false, []), new("paid", FieldType.Boolean, "", false, []),
            new("currency", FieldType.Choice, "", false, ["EUR", "USD"]),
        ],
    };

    internal static Project Scored { get; } = new("anger", ProjectKind.Score, "text", null, null, [], null, [], new())
    {
        Score = new(1, 5, 0.5m, "calm", "furious"),
    };

    [Theory]
    [InlineData("""["vip","late"]""", """["late","vip"]""")]
    [InlineData("""[ "late", "late" ]""", """["late"]""")]
    [InlineData("[]", "[]")]
    [InlineData("vip", """["vip"]""")]
    public void Several_labels_are_kept_once_each_in_the_order_of_the_schema(string given, string kept) => Many.Form.Read(given).Value.ShouldBe(kept);

    [Theory]
    [InlineData("""["late","angry","vip"]""", "at most 2 labels, not 3")]
    [InlineData("""["LATE"]""", "'LATE' is not a label of 'tags'. Known: late, angry, vip.")]
    [InlineData("""["late",null]""", "no list of labels")]
    [InlineData("""{"late":true}""", "no list of labels")]
    [InlineData("late, vip", "no list of labels")]
    [InlineData("", "no list of labels")]
    public void What_is_no_list_of_labels_is_refused_with_its_reason(string given, string reason) => Refused(Many, given, reason);

    [Theory]
    [InlineData("""{"supplier":" Acme ","total":12.50}""", """{"supplier":"Acme","total":12.50,"due":null,"paid":null,"currency":null}""")]
    [InlineData(
        """{"currency":"EUR","paid":true,"due":"2026-01-31","supplier":"A"}""",
        """{"supplier":"A","total":null,"due":"2026-01-31","paid":true,"currency":"EUR"}""")]
    public void Fields_are_kept_all_in_the_order_of_the_schema(string given, string kept) => Fields.Form.Read(given).Value.ShouldBe(kept);

    [Theory]
    [InlineData("""{"total":1}""", "'supplier' of 'invoices' is required")]
    [InlineData("""{"supplier":"A","vat":1}""", "'vat' is not a field of 'invoices'. Known: supplier, total")]
    [InlineData("""{"supplier":"A","total":"1"}""", "'total' is a number")]
    [InlineData("""{"supplier":"A","due":"31.01.2026"}""", "'due' is a day as yyyy-MM-dd")]
    [InlineData("""{"supplier":"A","paid":"yes"}""", "'paid' is true or false")]
    [InlineData("""{"supplier":"A","currency":"GBP"}""", "'currency' is one of EUR, USD")]
    [InlineData("""{"supplier":""}""", "'supplier' is words of the text")]
    [InlineData("""["A"]""", "no JSON object with the fields supplier")]
    [InlineData("""{"supplier":"A" """, "no JSON object")]
    public void A_field_of_another_type_is_refused_with_its_name(string given, string reason) => Refused(Fields, given, reason);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("5.0", "5")]
    public void A_score_is_kept_in_one_way(string given, string kept) => Scored.Form.Read(given).Value.ShouldBe(kept);

    [Theory]
    [InlineData("0.5")]
    [InlineData("5.5")]
    [InlineData("1.25")]
    [InlineData("high")]
    [InlineData("1,5")]
    public void A_number_off_the_scale_is_no_score(string given) => Refused(Scored, given, "from 1 to 5 in steps of 0.5");

    [Fact]
    public void What_is_kept_reads_as_itself()
    {
        foreach (var (project, given) in new[] { (Many, """["vip","late"]"""), (Fields, """{"supplier":"A","total":1e2}"""), (Scored, "2.0") })
        {
            var kept = project.Form.Read(given).Value;
            project.Form.Read(kept).Value.ShouldBe(kept);
            project.Knows(kept).ShouldBeTrue();
        }

        Scored.Knows("2.0").ShouldBeFalse("it is not written as it is kept");
    }

    [Fact]
    public void A_text_field_that_does_not_stand_in_the_text_is_named()
    {
        var label = Fields.Form.Read("""{"supplier":"Acme"}""").Value;
        Fields.Form.Ungrounded(label, "Invoice of ACME Ltd").ShouldBeEmpty();
        Fields.Form.Ungrounded(label, "Invoice of Ajax Ltd").ShouldBe(["supplier: not in the text as it is given"]);
    }

    private static void Refused(Project project, string given, string reason)
    {
        var fault = project.Form.Read(given).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("label-unknown");
        fault.Reason.ShouldContain(reason);
    }
}
