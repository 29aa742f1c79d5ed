using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Curate.Labelling;

public sealed class ShortlistTests
{
    private static readonly Project Project = SampleData.Project;
    private static readonly IReadOnlyList<ReviewedText> Reviewed = [.. SampleData.Tickets.Take(400)];

    [Fact]
    public void A_shortlist_has_so_many_labels_and_says_how_often_the_right_one_is_among_them()
    {
        var pool = new ShotPool(Project, Reviewed);
        var (five, eleven) = (new Shortlist(Project, pool, 5), new Shortlist(Project, pool, 11));

        five.Of("the label printer prints blank pages").Count.ShouldBe(5);
        five.Of("the label printer prints blank pages").ShouldContain("label_printing");
        five.Recall.ShouldBeInRange(0.7, 1);
        eleven.Recall.ShouldBeGreaterThanOrEqualTo(five.Recall);
        five.Measured.ShouldBe(pool.Texts.Count);
    }

    [Fact]
    public void A_text_does_not_vote_for_itself()
    {
        var alone = new ShotPool(Project, [.. Reviewed.Where(text => text.Label == "lost_parcel").Take(30), new ReviewedText("qqq zzz xxx", "feature_request")]);

        new Shortlist(Project, alone, 2).Of("QQQ zzz xxx").ShouldContain("lost_parcel");
        new Shortlist(Project, alone, 2).Of("lost lost").Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_model_is_asked_with_the_short_list_first_and_with_all_labels_where_none_fits()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysInTurn($$"""{"label":"{{Shortlist.None}}","confidence":0.9}""", """{"label":"feature_request","confidence":0.8}""");

        var proposal = await Labeller(fixture, server).ProposeAsync(ChatLabellerTests.Request("the label printer prints blank pages"), TestContext.Current.CancellationToken);

        (proposal.Label, proposal.CostUsd).ShouldBe(("feature_request", 0.006m));
        Known(server.Requests.First()).ShouldBe(5, "four of twelve, and none of these");
        Known(server.Requests.Last()).ShouldBe(12);
    }

    [Fact]
    public async Task A_label_of_the_short_list_is_one_call()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("""{"label":"label_printing","confidence":0.9}""");

        var proposal = await Labeller(fixture, server).ProposeAsync(ChatLabellerTests.Request("the label printer prints blank pages"), TestContext.Current.CancellationToken);

        (proposal.Label, server.Account.Calls).ShouldBe(("label_printing", 1));
    }

    [Theory]
    [InlineData(1, 0, null, 12, "label-settings")]
    [InlineData(2, 4, null, 1, "label-settings")]
    [InlineData(2, 0, "fixed", 1, "label-settings")]
    [InlineData(51, 0, null, 1, "label-settings")]
    [InlineData(1, 0, "nearest", 1, "shots-unknown")]
    public async Task Settings_that_do_not_go_together_are_refused(int batch, int shortlist, string? shots, int kept, string code)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var ask = new AskSettings(batch, shots, Shortlist: kept == 12 ? kept : shortlist);

        Make(fixture, server, ask).Fault!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Examples_stand_before_the_text_as_turns_and_the_proposal_names_them()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("""{"label":"label_printing","confidence":0.9}""");

        var labeller = Make(fixture, server, new(Shots: "similar", ShotCount: 3)).Value;
        var proposal = await labeller.ProposeAsync(ChatLabellerTests.Request("the label printer prints blank pages"), TestContext.Current.CancellationToken);

        var messages = server.Requests.Single().Json.GetProperty("messages").EnumerateArray().ToList();
        messages.Select(message => message.GetProperty("role").GetString()).ShouldBe(["system", "user", "assistant", "user", "assistant", "user", "assistant", "user"]);
        messages[2].GetProperty("content").GetString()!.ShouldStartWith("{\"label\":\"");
        messages[^1].GetProperty("content").GetString()!.ShouldContain("prints blank pages");
        proposal.Shots.Count.ShouldBe(3);
    }

    private static ILabeller Labeller(LlmFixture fixture, LoopbackOpenAi server) => Make(fixture, server, new(Shortlist: 4)).Value;

    private static Outcome<ILabeller> Make(LlmFixture fixture, LoopbackOpenAi server, AskSettings ask) => new ChatLabellerMaker(LlmFixture.Prompts)
        .Make("llm:large", fixture.OpenAi(server.Endpoint), new(Project, Reviewed) { Ask = ask }, repairs: true);

    private static int Known(SeenRequest request) => request.Json.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema")
        .GetProperty("properties").GetProperty("label").GetProperty("enum").GetArrayLength();
}
