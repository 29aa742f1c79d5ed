using HybridAi.Curate.Labelling;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Curate.Labelling;

public class SelfConsistentLabellerTests
{
    [Fact]
    public async Task The_majority_s_label_counts_and_its_share_is_the_confidence()
    {
        var labeller = new SelfConsistentLabeller(new FakeLabeller(request => Said(request.Sample is 1 or 4 ? "bill" : "login")), 5);

        var proposal = await labeller.ProposeAsync(ChatLabellerTests.Request("text"), Cancellation);

        (proposal.Label, proposal.Confidence, proposal.ConfidenceSource).ShouldBe(("login", 0.6, ConfidenceSource.SelfConsistency));
        (proposal.CostUsd, proposal.InputTokens).ShouldBe((0.005m, 50));
        proposal.Reason.ShouldContain("3 of 5");
    }

    [Fact]
    public async Task What_failed_counts_against_the_majority()
    {
        var labeller = new SelfConsistentLabeller(
            new FakeLabeller(request => request.Sample == 1 ? Proposal.Failed(Fault.Unavailable("answer-unreadable", "Prose."), 0.001m, null) : Said("bill")), 4);

        (await labeller.ProposeAsync(ChatLabellerTests.Request("text"), Cancellation)).Confidence.ShouldBe(0.75);
    }

    [Fact]
    public async Task A_budget_s_refusal_is_no_vote_and_ends_the_asking()
    {
        var inner = new FakeLabeller(request => request.Sample == 2 ? Proposal.Failed(Fault.Conflict("budget-exhausted", "No room."), 0, null) : Said("bill"));

        var proposal = await new SelfConsistentLabeller(inner, 5).ProposeAsync(ChatLabellerTests.Request("text"), Cancellation);

        (proposal.Label, proposal.Fault!.Code, inner.Asked).ShouldBe((null, "budget-exhausted", 2));
    }

    [Fact]
    public async Task Each_sample_is_another_call_with_chance_in_it()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("""{"label":"lost_parcel","confidence":0.9}""");

        await new SelfConsistentLabeller(ChatLabellerTests.Labeller(fixture.OpenAi(server.Endpoint)), 3).ProposeAsync(ChatLabellerTests.Request("gone"), Cancellation);

        server.Requests.Select(request => request.Json.GetProperty("seed").GetInt32()).ShouldBe([1, 2, 3]);
        server.Requests.ShouldAllBe(request => request.Json.GetProperty("temperature").GetDouble() > 0);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Proposal Said(string label) => new(label, 1, "so", 0.001m, TimeSpan.FromMilliseconds(5)) { InputTokens = 10 };
}
