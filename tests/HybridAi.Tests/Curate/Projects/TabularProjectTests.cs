using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Projects;

public class TabularProjectTests
{
    private const string Head = "name: p\nlabel: late\n";
    private const string Columns = "columns:\n  km: number\n  depot: {type: category, definition: where it starts, required: true}\n  note: text\n";

    [Fact]
    public void Columns_are_read_in_their_order_with_or_without_a_definition()
    {
        var project = Parse("kind: tabular-classification\nlabels: {yes: x, no: y}\n" + Columns).Value;
        (project.Kind, project.TextField).ShouldBe((ProjectKind.TabularClassification, ""));
        project.Columns.ShouldBe([new("km", ColumnType.Number), new("depot", ColumnType.Category, "where it starts", true), new("note", ColumnType.Text)]);
        project.Form.Read("yes").Value.ShouldBe("yes");
    }

    [Fact]
    public void A_target_is_a_scale_on_which_a_measured_number_takes_the_nearest_place()
    {
        var project = Parse("kind: tabular-regression\ntarget: {lowest: 0, highest: 100, step: 0.5, low: at once}\n" + Columns).Value;
        (project.Target, project.Scale, project.Score).ShouldBe((new ScoreScale(0, 100, 0.5m, "at once"), project.Target, null));
        project.Form.Read("12.30").Value.ShouldBe("12.5");
        project.Form.Read("100").Value.ShouldBe("100");
        foreach (var outside in (string[])["-0.1", "100.2", "soon", "NaN", ""]) project.Form.Read(outside).Fault!.Code.ShouldBe("label-unknown");
    }

    [Fact]
    public void Projects_of_text_keep_their_hash()
        => LabelFormTests.Many.Hash().ShouldBe((LabelFormTests.Many with { Columns = null, Target = null }).Hash());

    [Theory]
    [InlineData("kind: tabular-classification\nlabels: {a: x, b: y}\n", "p:1", "'columns' is missing")]
    [InlineData("kind: tabular-classification\ncolumns: {}\nlabels: {a: x, b: y}\n", "p:4", "'columns' has 1 to 500 columns, not 0")]
    [InlineData("kind: tabular-classification\ncolumns: [km]\nlabels: {a: x, b: y}\n", "p:4", "'columns' is a mapping")]
    [InlineData("kind: tabular-classification\ncolumns: {km: colour}\nlabels: {a: x, b: y}\n", "p:4", "'columns.km' is number, category or text, not 'colour'")]
    [InlineData("kind: tabular-classification\ncolumns:\n  km: {typ: number}\nlabels: {a: x, b: y}\n", "p", "'columns.km.type' is missing")]
    [InlineData("kind: tabular-classification\ncolumns:\n  km: {type: number, required: maybe}\nlabels: {a: x, b: y}\n", "p:5", "'columns.km.required' is true or false")]
    [InlineData("kind: tabular-classification\ncolumns: {late: number}\nlabels: {a: x, b: y}\n", "p:2", "'label' is another field than those of 'columns'")]
    [InlineData("kind: tabular-classification\nid: km\ncolumns: {km: number}\nlabels: {a: x, b: y}\n", "p:4", "'id' is another field than those of 'columns'")]
    [InlineData("kind: tabular-classification\ntext: body\ncolumns: {km: number}\nlabels: {a: x, b: y}\n", "p:4", "'text' does not belong to a project of kind 'tabular-classification'")]
    [InlineData("kind: tabular-classification\ncolumns: {km: number}\n", "p:1", "'labels' needs at least 2 labels")]
    [InlineData("kind: tabular-classification\ncolumns: {km: number}\nlabels: {a: x, b: y}\ntarget: {lowest: 0, highest: 1}\n", "p:6", "'target' does not belong")]
    [InlineData("kind: tabular-regression\ncolumns: {km: number}\n", "p:1", "'target' is missing")]
    [InlineData("kind: tabular-regression\ncolumns: {km: number}\nscore: {lowest: 0, highest: 1}\ntarget: {lowest: 0, highest: 1}\n", "p:5", "'score' does not belong")]
    [InlineData("kind: tabular-regression\ncolumns: {km: number}\ntarget: {lowest: 0, highest: 1, step: 0}\n", "p:5", "'target.step' is above 0")]
    [InlineData("kind: tabular-regression\ncolumns: {km: number}\ntarget: {lowest: 0}\n", "p:5", "'target.highest' is missing")]
    [InlineData("kind: tabular-regression\ncolumns: {km: number}\ntarget: {lowest: 0, highest: 1}\nlabels: {a: x, b: y}\n", "p:6", "'labels' does not belong")]
    [InlineData("kind: text-classification\ntext: t\nlabels: {a: x, b: y}\ncolumns: {km: number}\n", "p:6", "'columns' does not belong to a project of kind 'text-classification'")]
    public void What_is_wrong_is_said_with_its_line(string yaml, string place, string reason)
    {
        var fault = Parse(yaml).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("project-invalid");
        fault.Place.ShouldBe(place);
        fault.Reason.ShouldContain(reason);
    }

    private static Outcome<Project> Parse(string yaml) => ProjectFile.Parse(Head + yaml, "p");
}
