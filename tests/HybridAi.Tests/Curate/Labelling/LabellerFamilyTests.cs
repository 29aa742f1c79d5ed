using HybridAi.Curate.Labelling;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Curate.Labelling;

public sealed class LabellerFamilyTests
{
    private static readonly LabellerContext Context = new(SampleData.Project, []);

    [Theory]
    [InlineData("telepathy", "Known: lexical, llm:ALIAS, recorded:MODEL")]
    [InlineData("lexical:x", "takes nothing after a colon")]
    [InlineData("llm", "Known: served, small")]
    [InlineData("llm:huge", "no model 'huge'")]
    [InlineData("recorded", "recorded:MODEL")]
    [InlineData("recorded:served", "use llm:served")]
    public async Task A_wrong_specification_says_what_is_right(string spec, string reason)
    {
        using var fixture = await LlmFixture.CreateAsync();
        var fault = Family(fixture).Create(spec, Context).Fault.ShouldNotBeNull();
        fault.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Two_members_of_one_name_are_refused()
        => Should.Throw<ArgumentException>(() => new LabellerFamily([new LexicalLabellerMember(TimeProvider.System), new LexicalLabellerMember(TimeProvider.System)]));

    [Fact]
    public async Task A_file_in_the_context_is_replayed_on_nobody_s_account()
    {
        using var fixture = await LlmFixture.CreateAsync();
        var labeller = Family(fixture).Create("recorded:large", Context with { AnswersFile = SampleData.AnswersFile }).Value;
        var proposal = await labeller.ProposeAsync(new("run", "id", SampleData.Tickets[0].Text), TestContext.Current.CancellationToken);
        (labeller.Name, proposal.Label, proposal.Confidence, proposal.CostUsd).ShouldBe(("recorded:large", "address_change", 0.96, 0.0015575m));
        (await fixture.Ledger.ReadAsync(SampleData.Project.Name, LedgerKind.ModelCall, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recorded_alias_is_accounted_for_like_any_model()
    {
        using var fixture = await LlmFixture.CreateAsync();
        var labeller = Family(fixture).Create("recorded:small", Context with { Purpose = "prediction" }).Value;
        await labeller.ProposeAsync(new("run", "id", SampleData.Tickets[0].Text), TestContext.Current.CancellationToken);
        await labeller.ProposeAsync(new("run", "id", "never recorded"), TestContext.Current.CancellationToken);
        var lines = await fixture.Ledger.ReadAsync(SampleData.Project.Name, LedgerKind.ModelCall, TestContext.Current.CancellationToken);
        lines.Select(line => (line.Model, line.Tier, line.Outcome, line.CostUsd, line.Latency))
            .ShouldBe([("small", "prediction", "ok", 0.00003015m, null), ("small", "prediction", "no-recorded-answer", 0, null)]);
    }

    private static LabellerFamily Family(LlmFixture fixture)
    {
        var models = fixture.Catalogue(
            ("served", new ModelOptions { Provider = "openai", Model = "m", Endpoint = new Uri("http://127.0.0.1:9/v1") }),
            ("small", new ModelOptions { Provider = "recorded", Model = "small", AnswersFile = SampleData.AnswersFile }));
        return new LabellerFamily(
        [
            new LexicalLabellerMember(fixture.Clock), new ChatLabellerLlmMember(models, new ChatLabellerMaker(LlmFixture.Prompts)),
            new ChatLabellerRecordedMember(models, new RecordedProvider(), new ChatLabellerMaker(LlmFixture.Prompts)),
        ]);
    }
}
