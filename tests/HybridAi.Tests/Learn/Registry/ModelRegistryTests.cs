using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Learn.Registry;

public class ModelRegistryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_registered_model_is_a_candidate_and_keeps_its_card(string database)
    {
        await using var bench = await LearnBench.CreateAsync(database);
        var card = Card(bench, 'a');

        var added = (await bench.Registry.AddAsync(card, Cancellation)).Value;

        added.Stage.ShouldBe(ModelStage.Candidate);
        Json.Write(added.Card).ShouldBe(Json.Write(card));
        added.Moves.ShouldHaveSingleItem().Reason.ShouldBe(card.Gate.Reason);
        (await bench.Registry.FindAsync("mail", card.ShortHash, Cancellation)).Value.Card.Hash.ShouldBe(card.Hash);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_promotion_retires_the_champion_before(string database)
    {
        await using var bench = await LearnBench.CreateAsync(database);
        var (first, second) = (await AddAsync(bench, 'a'), await AddAsync(bench, 'b'));
        await bench.Registry.PromoteAsync("mail", first, "first", Cancellation);

        var champion = (await bench.Registry.PromoteAsync("mail", second, "better", Cancellation)).Value;

        champion.Card.Hash.ShouldBe(second);
        var retired = (await bench.Registry.FindAsync("mail", first, Cancellation)).Value;
        retired.Stage.ShouldBe(ModelStage.Retired);
        retired.Moves.Select(move => move.To).ShouldBe([ModelStage.Candidate, ModelStage.Champion, ModelStage.Retired]);
        retired.Moves[^1].Reason.ShouldBe("better");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_rollback_brings_back_the_champion_before_and_the_next_one_goes_further_back(string database)
    {
        await using var bench = await LearnBench.CreateAsync(database);
        string[] models = [await AddAsync(bench, 'a'), await AddAsync(bench, 'b'), await AddAsync(bench, 'c')];
        foreach (var model in models) await bench.Registry.PromoteAsync("mail", model, "better", Cancellation);

        (await bench.Registry.RollbackAsync("mail", "worse in use", Cancellation)).Value.Card.Hash.ShouldBe(models[1]);
        (await bench.Registry.RollbackAsync("mail", "worse in use", Cancellation)).Value.Card.Hash.ShouldBe(models[0]);
        (await bench.Registry.RollbackAsync("mail", "worse in use", Cancellation)).Fault!.Code.ShouldBe("no-earlier-champion");
        (await bench.Registry.ChampionAsync("mail", Cancellation)).Value.Card.Hash.ShouldBe(models[0]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task There_is_one_champion_however_many_are_promoted_at_once(string database)
    {
        await using var bench = await LearnBench.CreateAsync(database);
        var models = new List<string>();
        foreach (var name in "abcdef") models.Add(await AddAsync(bench, name));

        await Task.WhenAll(models.Select(model => Task.Run(() => bench.Registry.PromoteAsync("mail", model, "better", Cancellation))));

        var all = await bench.Registry.ListAsync("mail", Cancellation);
        all.Count(model => model.Stage == ModelStage.Champion).ShouldBe(1);
        all.Count(model => model.Stage == ModelStage.Retired).ShouldBe(5);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_does_not_exist_is_named(string database)
    {
        await using var bench = await LearnBench.CreateAsync(database);

        (await bench.Registry.ChampionAsync("mail", Cancellation)).Fault!.Code.ShouldBe("no-champion");
        (await bench.Registry.PromoteAsync("mail", new string('f', 64), "x", Cancellation)).Fault!.Code.ShouldBe("model-unknown");
        (await bench.Registry.PromoteAsync("letters", new string('f', 64), "x", Cancellation)).Fault!.Code.ShouldBe("project-unknown");
        (await bench.Registry.RollbackAsync("mail", "x", Cancellation)).Fault!.Code.ShouldBe("no-earlier-champion");
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("ab", "a")]
    [InlineData("aab", "a")]
    [InlineData("aba", null)]
    [InlineData("abcb", "a")]
    [InlineData("abac", "a")]
    [InlineData("", null)]
    public void A_return_takes_the_later_one_off_the_line(string line, string? before)
        => Predecessor.Of(line.Select(who => who.ToString())).ShouldBe(before);

    private static async Task<string> AddAsync(LearnBench bench, char name)
    {
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        return (await bench.Registry.AddAsync(Card(bench, name), Cancellation)).Value.Card.Hash;
    }

    private static ModelCard Card(LearnBench bench, char name) => new(
        new string(name, 64), "mail", 1, TextLinearTrainer.MemberName, new TrainingSettings(), new string('d', 64), ["bill", "login"], ["parcel"], 10, 0.5, 1_000,
        new GateDecision(true, "Better", 0.9, [new("naive-bayes", 0.8)], null, 0.01, 20, 5, 100), [], new ParityProbe([[0.5f, 0.5f], [0.5f, 0.5f]]),
        bench.Clock.GetUtcNow());
}
