using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Projects;

public class ProjectKindTests
{
    private const string Head = "name: p\ntext: t\n";

    [Fact]
    public void Each_kind_is_read_with_its_schema()
    {
        var many = Parse("kind: multi-label\nlabels: {a: x, b: y}\nselect: {least: 1, most: 2}\n").Value;
        (many.Kind, many.Select).ShouldBe((ProjectKind.MultiLabel, new LabelCount(1, 2)));
        var score = Parse("kind: score\nscore: {lowest: 0, highest: 10, step: 0.5, low: calm, high: furious}\n").Value;
        (score.Kind, score.Score).ShouldBe((ProjectKind.Score, new ScoreScale(0, 10, 0.5m, "calm", "furious")));
        var fields = Parse("kind: extraction\nextract:\n  due: {type: date, definition: when, required: true}\n  currency: {type: choice, choices: [EUR, USD]}\n").Value;
        var due = fields.Extract![0];
        (due.Name, due.Type, due.Definition, due.Required, due.Choices.Count).ShouldBe(("due", FieldType.Date, "when", true, 0));
        fields.Extract[1].Choices.ShouldBe(["EUR", "USD"]);
    }

    [Theory]
    [InlineData("kind: multi-label\nlabels: {a: x, b: y}\nselect: {most: 3}\n", "p:5", "'select.most' is from 1 to 2")]
    [InlineData("kind: multi-label\nlabels: {a: x, b: y}\nselect: {least: x}\n", "p:5", "'select.least' is a whole number")]
    [InlineData("kind: multi-label\nlabels: {a: x, b: y}\nselect: [1]\n", "p:5", "'select' is a mapping")]
    [InlineData("kind: text-classification\nlabels: {a: x, b: y}\nselect: {most: 2}\n", "p:5", "'select' does not belong to a project of kind 'text-classification'")]
    [InlineData("kind: score\nlabels: {a: x, b: y}\nscore: {lowest: 1, highest: 5}\n", "p:4", "'labels' does not belong to a project of kind 'score'")]
    [InlineData("kind: score\n", "p:1", "'score' is missing")]
    [InlineData("kind: score\nscore: {lowest: 5, highest: 1}\n", "p:4", "'score.highest' is above 'score.lowest'")]
    [InlineData("kind: score\nscore: {lowest: 0, highest: 1, step: 0}\n", "p:4", "'score.step' is above 0")]
    [InlineData("kind: score\nscore: {lowest: 0, highest: 1, step: 0.3}\n", "p:4", "'score.highest' can't be reached")]
    [InlineData("kind: score\nscore: {lowest: 0, highest: 1, step: 0.00001}\n", "p:4", "'score.step' makes more than 10,001 scores")]
    [InlineData("kind: score\nscore: {highest: 1}\n", "p:4", "'score.lowest' is missing")]
    [InlineData("kind: extraction\n", "p:1", "'extract' has 1 to 100 fields")]
    [InlineData("kind: extraction\nextract: {a: {type: colour}}\n", "p:4", "'extract.a.type' is text, number")]
    [InlineData("kind: extraction\nextract: {a: {type: choice}}\n", "p:4", "'extract.a' has choices exactly when")]
    [InlineData("kind: extraction\nextract: {a: {choices: [x]}}\n", "p:4", "'extract.a' has choices exactly when")]
    [InlineData("kind: extraction\nextract: {a: {required: maybe}}\n", "p:4", "'extract.a.required' is true or false")]
    [InlineData("kind: extraction\nextract: {a: text}\n", "p:4", "'extract.a' is a mapping")]
    public void What_is_wrong_with_a_schema_is_said_with_its_line(string yaml, string place, string reason)
    {
        var fault = Parse(yaml).Fault.ShouldNotBeNull();
        fault.Place.ShouldBe(place);
        fault.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Learning_and_routing_say_which_kinds_they_cover()
    {
        ProjectKinds.NotCovered(LabelFormTests.Many, "routing", ProjectKind.TextClassification, ProjectKind.Score)!.Reason.ShouldSatisfyAllConditions(
            reason => reason.ShouldContain("of kind 'multi-label'"), reason => reason.ShouldContain("routing covers 'text-classification' and 'score' only"));
        ProjectKinds.NotCovered(LabelFormTests.Many with { Kind = ProjectKind.TextClassification }, "training", ProjectKind.TextClassification).ShouldBeNull();
    }

    private static Outcome<Project> Parse(string yaml) => ProjectFile.Parse(Head + yaml, "p");
}
