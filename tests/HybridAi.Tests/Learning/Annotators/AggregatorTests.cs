using HybridAi.Learning.Annotators;

namespace HybridAi.Tests.Learning.Annotators;

public class AggregatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void One_coin_finds_the_few_who_know_without_gold()
    {
        var crowd = Crowd.Of(600, 4, [0.95, 0.95, 0.35, 0.35, 0.35, 0.35]);

        crowd.Accuracy(new OneCoin()).ShouldBeGreaterThan(crowd.Accuracy(new MajorityVote()) + 0.05);
    }

    [Fact]
    public void One_coin_recovers_accuracies()
    {
        double[] accuracies = [0.9, 0.8, 0.7, 0.6, 0.5];

        var found = new OneCoin().Aggregate(Crowd.Of(3000, 3, accuracies).Votes, Gold.None(3000), 1, Cancellation);

        found.Convergence.Converged.ShouldBeTrue();
        for (var i = 0; i < accuracies.Length; i++) found.Annotators[i].Accuracy.ShouldBe(accuracies[i], 0.04);
    }

    [Fact]
    public void Dawid_Skene_turns_round_an_annotator_who_mistakes_labels_always_the_same_way()
    {
        // Two of five call a 1 a 2 and a 2 a 1: worthless as votes, worth as much as anybody once that is known.
        var crowd = Crowd.Of(800, 3, 5, (random, annotator, truth) =>
            random.NextDouble() < 0.75 ? (annotator < 2 && truth > 0 ? 3 - truth : truth) : random.Next(3));

        crowd.Accuracy(DawidSkene.Plain).ShouldBeGreaterThan(crowd.Accuracy(new OneCoin()) + 0.03);
        crowd.Accuracy(DawidSkene.Pooled).ShouldBeGreaterThan(crowd.Accuracy(new OneCoin()) + 0.03);
        DawidSkene.Plain.Aggregate(crowd.Votes, Gold.None(800), 1, Cancellation).Annotators[0].Confusion![1][2].ShouldBe(0.83, 0.07);
    }

    [Fact]
    public void A_prior_from_the_pool_helps_where_annotators_have_few_votes()
    {
        var crowd = Crowd.Of(300, 5, [.. Enumerable.Repeat(0.7, 200)], seen: 0.025);

        crowd.Accuracy(DawidSkene.Pooled).ShouldBeGreaterThan(crowd.Accuracy(DawidSkene.Plain));
    }

    [Fact]
    public void Gold_weighted_votes_are_not_swayed_by_annotators_who_err_together()
    {
        // Three say the same wrong thing every other time: to a model that doesn't know the truth they are the ones who agree.
        var crowd = Crowd.Of(900, 3, 4, (random, annotator, truth) =>
            annotator == 0 ? (random.NextDouble() < 0.9 ? truth : (truth + 1) % 3) : (truth * 7919 + random.Next(2)) % 2 == 0 ? truth : (truth + 1) % 3);

        crowd.Accuracy(new GoldWeightedVote(), crowd.Every(10)).ShouldBeGreaterThan(crowd.Accuracy(new MajorityVote(), crowd.Every(10)));
    }

    [Fact]
    public void The_best_annotator_is_followed_where_there_and_the_next_best_elsewhere()
    {
        var votes = new Votes(6, 2, 2, [new(0, 0, 1), new(0, 1, 0), new(1, 0, 1), new(1, 1, 1), new(2, 0, 1), new(2, 1, 0), new(3, 1, 1), new(4, 0, 0), new(4, 1, 1)]);
        var gold = new Gold(6, [new(0, 1), new(1, 1)]);

        var aggregation = new BestAnnotator().Aggregate(votes, gold, 1, Cancellation);

        (aggregation.Answer(2), aggregation.Answer(3), aggregation.Answer(4)).ShouldBe((1, 1, 0));
        aggregation.IsTie(5).ShouldBeTrue();
    }

    [Fact]
    public void Ties_are_said_and_broken_by_the_seed_item_by_item()
    {
        var votes = new Votes(200, 2, 2, Enumerable.Range(0, 200).SelectMany(item => new[] { new Vote(item, 0, 0), new Vote(item, 1, 1) }));

        var one = new MajorityVote().Aggregate(votes, Gold.None(200), 1, Cancellation);
        var other = new MajorityVote().Aggregate(votes, Gold.None(200), 2, Cancellation);

        one.IsTie(0).ShouldBeTrue();
        Enumerable.Range(0, 200).Sum(one.Answer).ShouldBeInRange(70, 130);
        Enumerable.Range(0, 200).Count(item => one.Answer(item) == other.Answer(item)).ShouldBeInRange(70, 130);
    }

    [Fact]
    public void Votes_that_can_not_be_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Votes(1, 1, 1, [new(0, 0, 0), new(0, 0, 0)])).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => new Votes(1, 1, 1, [new(0, 0, 1)])).Message.ShouldContain("outside");
    }
}
