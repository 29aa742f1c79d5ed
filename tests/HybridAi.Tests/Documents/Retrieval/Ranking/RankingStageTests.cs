using HybridAi.Documents.Retrieval.Ranking;
using HybridAi.Tests.Documents.Answering;

namespace HybridAi.Tests.Documents.Retrieval.Ranking;

public sealed class RankingStageTests : IDisposable
{
    private readonly RankingBench _bench = new(new SayingChatClient(_ => """{"order": [3]}"""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_helps_is_kept_and_used_by_the_next_one_who_asks_for_it()
    {
        await FillAsync();
        // Whoever judges wants the one whose title has the number, which the search knows nothing of.
        var trial = (await LearnAsync([.. Enumerable.Range(0, 40).Select(at => JudgedSearch.By($"parcel matter {at}", found => found.Version.Title == $"Matter {at}"))])).Value;

        trial.Helps.ShouldBeTrue();
        File.ReadAllText(_bench.Weights).ShouldContain("a test");
        var index = new RerankedPassageIndex(_bench.Index, _bench.Find("lexical"));
        (await index.SearchAsync(new(RankingBench.Tenant, "parcel matter 7", 1), Cancellation)).ShouldHaveSingleItem().Version.Title.ShouldBe("Matter 7");
    }

    [Fact]
    public async Task What_does_not_help_is_not_kept()
    {
        await FillAsync();
        var trial = (await LearnAsync([.. Enumerable.Range(0, 40).Select(at => new JudgedSearch(
            $"parcel matter {at}", (found, _) => ValueTask.FromResult<bool[]?>([.. found.Select((_, place) => place == 0)])))])).Value;

        trial.Helps.ShouldBeFalse();
        File.Exists(_bench.Weights).ShouldBeFalse();
    }

    [Fact]
    public async Task Too_few_judgements_teach_nothing()
    {
        await FillAsync();

        (await LearnAsync([JudgedSearch.By("parcel", _ => true)])).Fault.ShouldNotBeNull().Code.ShouldBe("searches-too-few");
        (await LearnAsync([.. Enumerable.Repeat(JudgedSearch.By("parcel", _ => false), 50)])).Fault.ShouldNotBeNull().Code.ShouldBe("searches-too-few");
    }

    [Fact]
    public async Task A_model_teaches_by_what_it_puts_first()
    {
        await FillAsync();
        var search = JudgedSearch.By(RankingBench.Tenant, "parcel matter 4", _bench.Find("llm:fake"));
        var found = await _bench.Index.SearchAsync(new(RankingBench.Tenant, search.Query, 10), Cancellation);

        (await search.Judge(found, Cancellation)).ShouldNotBeNull().Select((good, at) => (good, at)).Where(one => one.good).ShouldHaveSingleItem().at.ShouldBe(2);
    }

    private Task<Outcome<HybridAi.Learning.Ranking.RankingTrial>> LearnAsync(IReadOnlyList<JudgedSearch> searches)
        => new RankingStage(_bench.Index, _bench.Weights).LearnAsync(RankingBench.Tenant, searches, "a test", null, Cancellation);

    // Two documents for each number: one says it in its title alone, the other once more often in its text.
    private async Task FillAsync()
    {
        for (var at = 0; at < 40; at++)
        {
            await AddAsync($"titled{at}", $"Matter {at}", "About a parcel that somebody sent.");
            await AddAsync($"said{at}", "Parcels", $"A parcel matter {at} and matter {at} and matter {at}.");
        }
    }

    private Task AddAsync(string id, string title, string text)
        => _bench.Index.ReplaceAsync(new(RankingBench.Tenant, id, "v", title, null, [], []), [new(0, text.Length, text, [])], Cancellation);
}
