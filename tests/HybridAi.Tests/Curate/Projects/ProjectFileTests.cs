using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Projects;

public class ProjectFileTests
{
    private const string Good = """
        name: support
        kind: text-classification
        text: body
        labels:
          greet: somebody says hello
          part:
            definition: somebody takes leave
            guideline: also when they will be back
        """;

    [Fact]
    public void A_project_is_read_with_its_labels_in_order_and_defaults_for_the_rest()
    {
        var project = ProjectFile.Parse(Good, "p.yaml").Value;
        (project.Name, project.Kind, project.TextField, project.LabelField, project.IdField).ShouldBe(
            ("support", ProjectKind.TextClassification, "body", null, null));
        project.Labels.ShouldBe([new("greet", "somebody says hello"), new("part", "somebody takes leave", "also when they will be back")]);
        project.Split.ShouldBe(new SplitShares());
        project.Fields.ShouldBeEmpty();
        project.Guideline.ShouldBeNull();
    }

    [Fact]
    public void Everything_else_can_be_said_too()
    {
        var project = ProjectFile.Parse(Good + "\nlabel: class\nid: key\nfields: [channel, plan]\nguideline: >\n  Two\n  lines.\nsplit: {calibration: 0.3, test: 0.5, seed: 7}\n", "p").Value;
        (project.LabelField, project.IdField, project.Guideline, project.Split).ShouldBe(("class", "key", "Two lines.", new SplitShares(0.3, 0.5, 7)));
        project.Fields.ShouldBe(["channel", "plan"]);
    }

    [Fact]
    public void A_label_may_do_without_a_definition()
        => ProjectFile.Parse("name: p\nkind: text-classification\ntext: t\nlabels:\n  '1':\n  \"null\": ''\n", "p").Value.Labels
            .ShouldBe([new("1", ""), new("null", "")]);

    [Theory]
    [InlineData("name: support", "name: Support Desk", "p:1", "'name' is 1 to 64 lower-case letters")]
    [InlineData("name: support\n", "", "p:1", "'name' is missing")]
    [InlineData("kind: text-classification", "kind: regression", "p:2", "'regression' is no kind")]
    [InlineData("text: body", "text: ' '", "p:3", "'text' is empty")]
    [InlineData("text: body", "text: [a]", "p:3", "'text' is a text")]
    [InlineData("text: body", "text: body\nlabel: body", "p:4", "'label' is another field than 'text'")]
    [InlineData("text: body", "text: body\nid: body", "p:4", "'id' is another field")]
    [InlineData("text: body", "text: body\nlables: x", "p:4", "'lables' is not known here; known are name, kind")]
    [InlineData("text: body", "text: body\nfields: x", "p:4", "'fields' is a list of names")]
    [InlineData("text: body", "text: body\nfields: [x, x]", "p:4", "'fields' holds a name twice")]
    [InlineData("text: body", "text: body\nsplit: {calibration: 0.5, test: 0.4}", "p:4", "'split' leaves less than 20")]
    [InlineData("text: body", "text: body\nsplit: {test: 1.5}", "p", "'split.test' is a share between 0 and 1")]
    [InlineData("text: body", "text: body\nsplit: {seed: 1.5}", "p:4", "'split.seed' is a whole number")]
    [InlineData("text: body", "text: body\nsplit: {test: much}", "p:4", "'split.test' is a number")]
    [InlineData("  greet: somebody says hello\n", "", "p:4", "'labels' needs at least 2 labels and has 1")]
    [InlineData("  greet: somebody", "  PART: somebody", "p:6", "'labels.part' differs from 'PART' in nothing but case")]
    [InlineData("  greet: somebody says hello", "  greet: [a]", "p:5", "'labels.greet' is a definition, or a mapping")]
    [InlineData("  greet: somebody says hello", "  '': x", "p:5", "'labels.' is empty")]
    [InlineData("    guideline:", "    guidline:", "p:8", "'labels.part.guidline' is not known here")]
    public void What_is_wrong_is_said_with_its_line(string old, string replaced, string place, string reason)
    {
        var fault = ProjectFile.Parse(Good.Replace(old, replaced, StringComparison.Ordinal), "p").Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("project-invalid");
        fault.Place.ShouldBe(place);
        fault.Reason.ShouldContain(reason);
    }

    [Fact]
    public void All_that_is_wrong_is_said_together()
        => ProjectFile.Parse("name: A B\nkind: x\nsplit: 3\nlabels: {a: x}\n", "p").Fault!.Reason.ShouldBe(
            "Line 1: 'text' is missing. Line 1: 'name' is 1 to 64 lower-case letters, digits and dashes, and begins with no dash. "
            + "Line 2: 'x' is no kind of project that is built; 'text-classification', 'multi-label', 'extraction', 'score', 'tabular-classification', 'tabular-regression' are. "
            + "Line 3: 'split' is a mapping with calibration, test and seed.");

    [Theory]
    [InlineData("name: [a\nkind: b\n", "p:1:7")]
    [InlineData("name: a\nname: b\n", "p:2:1")]
    [InlineData("name: a\n\tkind: b\n", "p:1:7")]
    [InlineData("name: *nobody\n", "p:1:")]
    [InlineData("name: \"a", "p:1:7")]
    [InlineData("name: a\nlabels:\n : g\n", "p:")]
    [InlineData("name: {a: b", "p:2:1")]
    public void Broken_YAML_is_a_fault_with_line_and_column(string yaml, string place)
    {
        var fault = ProjectFile.Parse(yaml, "p").Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("yaml-syntax");
        fault.Place!.ShouldStartWith(place);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("just text")]
    [InlineData("a: b\n---\nc: d\n")]
    public void What_is_no_single_mapping_is_no_project(string yaml) => ProjectFile.Parse(yaml, "p").Fault!.Code.ShouldBe("project-invalid");

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_do_harm()
        => ProjectFile.Parse("name: " + new string('[', 200_000), "p").Fault!.Reason.ShouldContain("levels deep");

    [Fact]
    public void A_project_that_leaves_things_out_is_checked_by_the_same_rules()
    {
        var project = ProjectFile.Parse(Good, "p").Value;
        ProjectFile.Check(project).Value.Hash().ShouldBe(project.Hash());
        ProjectFile.Check(project with { Fields = null!, Split = null!, Labels = [new("a", null!), new("b", "")] }).Value.ShouldSatisfyAllConditions(
            filled => filled.Fields.ShouldBeEmpty(), filled => filled.Split.ShouldBe(new SplitShares()), filled => filled.Labels[0].Definition.ShouldBe(""));
        var bare = new Project(null!, ProjectKind.TextClassification, null!, null, null, null!, null, null!, null!);
        var reason = ProjectFile.Check(bare).Fault!.Reason;
        reason.ShouldContain("'name' is 1 to 64");
        reason.ShouldContain("'text' is empty");
        reason.ShouldContain("'labels' needs at least 2");
    }

    [Fact]
    public void Labels_are_bounded_in_number_and_length()
    {
        var project = ProjectFile.Parse(Good, "p").Value;
        var many = project with { Labels = [.. Enumerable.Range(0, 1_001).Select(i => new LabelDefinition($"label {i}", ""))] };
        ProjectFile.Check(many).Fault!.Reason.ShouldContain("at most 1,000 labels");
        ProjectFile.Check(many with { Labels = [.. many.Labels.Take(1_000)] }).Fault.ShouldBeNull();
        ProjectFile.Check(project with { Labels = [new("a", ""), new(new string('b', 201), "")] }).Fault!.Reason.ShouldContain("more than 200 characters");
        ProjectFile.Check(project with { Labels = [new("a", ""), new("b\nc", "")] }).Fault!.Reason.ShouldContain("control character");
        ProjectFile.Check(project with { Labels = [new("a", ""), null!] }).Fault!.Reason.ShouldContain("is empty");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory("hybridai-project-").FullName;
        var path = Path.Combine(folder, "p.yaml");
        File.WriteAllText(path, Good);
        ProjectFile.Read(path).Value.Name.ShouldBe("support");
        ProjectFile.Read(folder).Fault!.Code.ShouldBe("file-is-directory");
        ProjectFile.Read(path + ".missing").Fault.ShouldNotBeNull().Kind.ShouldBe(FaultKind.NotFound);
        ProjectFile.Read(path, _ => throw new UnauthorizedAccessException()).Fault!.Code.ShouldBe("file-not-readable");
        Directory.Delete(folder, recursive: true);
    }
}
