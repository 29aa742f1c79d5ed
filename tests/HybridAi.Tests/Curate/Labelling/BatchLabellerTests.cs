using System.Text.Json;
using HybridAi.Curate.Labelling;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Curate.Labelling;

/// <summary>Several texts in one call against a server on this machine.</summary>
public sealed class BatchLabellerTests
{
    private static readonly string[] Texts = ["my parcel is gone", "the parcel never came, and that is a long story", "gone"];
    private static readonly IReadOnlyList<string> Ids = BatchQuestion.Ids(Texts);

    [Fact]
    public async Task Answers_are_matched_by_id_whatever_their_order_and_the_call_s_cost_is_shared_to_the_nano_dollar()
    {
        var (proposals, calls) = await Propose(Answers((Ids[2], "damaged_item"), (Ids[0], "lost_parcel"), (Ids[1], "delivery_delay")));

        calls.ShouldBe(1);
        proposals.Select(proposal => proposal.Label).ShouldBe(["lost_parcel", "delivery_delay", "damaged_item"], customMessage: proposals[0].Reason);
        proposals.Sum(proposal => proposal.CostUsd!.Value).ShouldBe(0.003m);
        proposals.Sum(proposal => proposal.InputTokens!.Value).ShouldBe(1000);
        proposals.Sum(proposal => proposal.OutputTokens!.Value).ShouldBe(100);
        proposals[1].CostUsd!.Value.ShouldBeGreaterThan(proposals[2].CostUsd!.Value);
    }

    [Fact]
    public async Task Ids_that_are_missing_doubled_or_unknown_are_asked_for_singly()
    {
        var (proposals, calls) = await Propose(
            Answers((Ids[0], "lost_parcel"), (Ids[1], "delivery_delay"), (Ids[1], "lost_parcel"), ("r-17", "delivery_delay")), One("damaged_item"));

        calls.ShouldBe(3, "one batch and two singles");
        proposals.Select(proposal => proposal.Label).ShouldBe(["lost_parcel", "damaged_item", "damaged_item"]);
        proposals.Sum(proposal => proposal.CostUsd!.Value).ShouldBe(0.009m);
        proposals[1].Reason.ShouldContain("asked for singly");
    }

    [Fact]
    public async Task A_label_off_the_schema_spoils_no_other()
    {
        var (proposals, calls) = await Propose(Answers((Ids[0], "lost_parcel"), (Ids[1], "nonsense"), (Ids[2], "delivery_delay")), One("damaged_item"));

        calls.ShouldBe(2);
        proposals.Select(proposal => proposal.Label).ShouldBe(["lost_parcel", "damaged_item", "delivery_delay"]);
    }

    [Fact]
    public async Task Prose_in_place_of_answers_is_asked_for_singly()
    {
        var (proposals, calls) = await Propose("I would say that all of them are lost.", One("lost_parcel"));

        calls.ShouldBe(4);
        proposals.ShouldAllBe(proposal => proposal.Label == "lost_parcel");
    }

    [Fact]
    public async Task What_would_fail_singly_too_is_not_asked_for_again()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Refuses(401);

        var proposals = await Labeller(fixture, server).ProposeManyAsync(Requests, Cancellation);

        server.Account.Calls.ShouldBe(1);
        proposals.ShouldAllBe(proposal => proposal.Fault!.Code == "model-unauthorized" && proposal.Label == null);
    }

    [Fact]
    public async Task The_ledger_has_one_line_a_call_and_no_text_closes_another()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says(Answers((Ids[0], "lost_parcel"), (Ids[1], "delivery_delay"), (Ids[2], "lost_parcel")));

        await Labeller(fixture, server).ProposeManyAsync(Requests, Cancellation);

        var lines = await fixture.Ledger.ReadAsync(SampleData.Project.Name, HybridAi.Storage.LedgerKind.ModelCall, Cancellation);
        lines.ShouldHaveSingleItem().RecordId.ShouldBeNull();
        var user = server.Requests.Single().Json.GetProperty("messages")[1].GetProperty("content").GetString()!;
        foreach (var id in Ids) user.Split($"=== {id} ===").Length.ShouldBe(3);
        BatchQuestion.Ids([.. Texts.Reverse()]).Intersect(Ids).ShouldBeEmpty("an id depends on all texts of the call");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static LabelRequest[] Requests => [.. Texts.Select((text, place) => new LabelRequest("run-1", $"r{place}", text))];

    private static BatchLabeller Labeller(LlmFixture fixture, LoopbackOpenAi server) => new(
        ChatLabellerTests.Labeller(fixture.OpenAi(server.Endpoint)), LlmFixture.Prompts.Find(BatchLabeller.PromptName).Value, SampleData.Project, 3);

    private static string Answers(params (string Id, string Label)[] said)
        => JsonSerializer.Serialize(new { answers = said.Select(one => new { id = one.Id, label = one.Label, confidence = 0.9, reason = "so" }) });

    private static string One(string label) => JsonSerializer.Serialize(new { label, confidence = 0.8, reason = "so" });

    private static async Task<(IReadOnlyList<Proposal> Proposals, int Calls)> Propose(params string[] answers)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysInTurn(answers);
        return (await Labeller(fixture, server).ProposeManyAsync(Requests, Cancellation), server.Account.Calls);
    }
}
