using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Tests.Curate.Projects;
using HybridAi.Tests.Learn;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Curate.Labelling;

/// <summary>Each kind of project asked of a model end to end: its own prompt, its own schema, one way in which labels are kept.</summary>
public sealed class LabelKindTests
{
    [Fact]
    public async Task Several_labels_come_back_in_the_order_of_the_schema()
    {
        var (proposal, request) = await ProposeAsync(LabelFormTests.Many, """{"label":["vip","late"],"confidence":0.8,"reason":"both"}""");
        (proposal.Label, proposal.Confidence, proposal.Fault).ShouldBe(("""["late","vip"]""", 0.8, null));
        request.ShouldContain("at least 0 and at most 2");
    }

    [Fact]
    public async Task More_labels_than_a_text_may_have_are_no_label()
    {
        var (proposal, _) = await ProposeAsync(LabelFormTests.Many, """{"label":["vip","late","angry"],"confidence":0.8}""");
        (proposal.Label, proposal.Fault!.Code).ShouldBe((null, "answer-off-schema"));
        proposal.Fault.Reason.ShouldContain("at most 2 labels, not 3");
    }

    [Fact]
    public async Task A_field_that_the_text_does_not_hold_lowers_the_confidence_and_is_named()
    {
        const string Answer = """{"label":{"supplier":"NAME","total":12.5,"due":null,"paid":null,"currency":"EUR"},"confidence":0.95}""";
        var (found, request) = await ProposeAsync(LabelFormTests.Fields, Answer.Replace("NAME", "Acme", StringComparison.Ordinal));
        (found.Label, found.Confidence).ShouldBe(("""{"supplier":"Acme","total":12.5,"due":null,"paid":null,"currency":"EUR"}""", 0.95));
        request.ShouldContain("- supplier (words of the text, at most 4,000 characters; required): Who sends it.");

        var (made, _) = await ProposeAsync(LabelFormTests.Fields, Answer.Replace("NAME", "Ajax", StringComparison.Ordinal));
        made.Confidence.ShouldBe(ChatLabeller.NoConfidence);
        made.Reason.ShouldContain("[supplier: not in the text as it is given]");
    }

    [Theory]
    [InlineData("4.50", "4.5", null)]
    [InlineData("4.25", null, "answer-off-schema")]
    public async Task A_score_is_held_to_its_scale(string said, string? kept, string? code)
    {
        var (proposal, request) = await ProposeAsync(LabelFormTests.Scored, $$"""{"label":{{said}},"confidence":1}""");
        (proposal.Label, proposal.Fault?.Code).ShouldBe((kept, code));
        request.ShouldContain("from 1 to 5 in steps of 0.5");
        request.ShouldContain("5 means: furious");
    }

    [Fact]
    public async Task A_row_is_asked_about_with_its_columns_defined()
    {
        var (label, request) = await ProposeAsync(DeliveryRows.Outcomes, """{"label":"late","confidence":0.7}""", DeliveryRows.All[0].Text);
        label.Label.ShouldBe("late");
        request.ShouldContain("A record is one row of a table");
        request.ShouldContain("- kilometres (a number): length of the round; may be missing");
        request.ShouldContain("- late: over 25 minutes");
    }

    [Fact]
    public async Task A_number_of_a_row_is_kept_as_the_nearest_of_its_scale()
    {
        var (number, request) = await ProposeAsync(DeliveryRows.Delays, """{"label":17.4,"confidence":0.7}""", DeliveryRows.All[0].Text);
        number.Label.ShouldBe("17");
        request.ShouldContain("a number from 0 to 120 in steps of 1");
        request.ShouldContain("120 means: two hours late");
        request.ShouldContain("- weather (one of a set of values): dry, rain or snow");
        (await ProposeAsync(DeliveryRows.Delays, """{"label":121,"confidence":0.7}""", DeliveryRows.All[0].Text)).Proposal.Fault!.Code.ShouldBe("answer-off-schema");
    }

    private static async Task<(Proposal Proposal, string Request)> ProposeAsync(Project project, string answer, string text = "Invoice of ACME Ltd: 12.50 EUR")
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says(answer);
        var prompt = LlmFixture.Prompts.Find(ChatLabeller.PromptName(project.Kind)).Value;
        var labeller = new ChatLabeller("llm:large", fixture.OpenAi(server.Endpoint), prompt, project, "labelling");
        var request = ChatLabellerTests.Request(text);
        var proposal = await labeller.ProposeAsync(request, TestContext.Current.CancellationToken);
        return (proposal, labeller.Prepare(request).Value.Messages[0].Text);
    }
}
