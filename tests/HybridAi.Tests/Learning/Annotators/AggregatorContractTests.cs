using HybridAi.Learning.Annotators;

namespace HybridAi.Tests.Learning.Annotators;

/// <summary>What holds for every aggregator.</summary>
public class AggregatorContractTests
{
    private static readonly double[] Accuracies = [0.9, 0.8, 0.7, 0.6];

    public static TheoryData<string> Names => [.. Aggregators.InOrderOfTrust.Select(aggregator => aggregator.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Names))]
    public void Probabilities_are_some_and_sum_to_one(string name)
    {
        foreach (var labels in new[] { 1, 2, 5 })
        {
            var crowd = Crowd.Of(60, labels, labels == 1 ? [1, 1] : Accuracies, seen: 0.5);
            var aggregation = Of(name).Aggregate(crowd.Votes, crowd.Every(6), 1, Cancellation);

            for (var item = 0; item < 60; item++)
            {
                aggregation.Posterior(item).ToArray().ShouldAllBe(probability => probability >= 0 && probability <= 1 + 1e-12);
                aggregation.Posterior(item).ToArray().Sum().ShouldBe(1, 1e-9);
            }

            aggregation.Annotators.Count.ShouldBe(crowd.Votes.Annotators);
            aggregation.Annotators.ShouldAllBe(annotator => annotator.Accuracy >= 0 && annotator.Accuracy <= 1);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gold_is_certain_whatever_was_voted(string name)
    {
        var votes = new Votes(3, 3, 2, [new(0, 0, 0), new(0, 1, 0), new(0, 2, 0), new(1, 0, 1), new(2, 2, 1)]);

        var aggregation = Of(name).Aggregate(votes, new Gold(3, [new(0, 1)]), 1, Cancellation);

        aggregation.Answer(0).ShouldBe(1);
        aggregation.Posterior(0)[1].ShouldBe(1);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_all_say_is_the_answer(string name)
    {
        var crowd = Crowd.Of(40, 3, [1, 1, 1]);

        crowd.Accuracy(Of(name)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_and_the_order_of_votes_means_nothing(string name)
    {
        var crowd = Crowd.Of(80, 3, Accuracies, seen: 0.6);
        var backwards = new Votes(80, 4, 3, crowd.Votes.All.ToArray().Reverse());

        var one = Of(name).Aggregate(crowd.Votes, crowd.Every(8), 3, Cancellation);
        var other = Of(name).Aggregate(backwards, crowd.Every(8), 3, Cancellation);

        Enumerable.Range(0, 80).Select(one.Answer).ShouldBe(Enumerable.Range(0, 80).Select(other.Answer));
        one.Posterior(7).ToArray().ShouldBe(other.Posterior(7).ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_to_go_by_is_no_error(string name)
    {
        Of(name).Aggregate(new Votes(0, 0, 2, []), Gold.None(0), 1, Cancellation).Annotators.ShouldBeEmpty();
        Of(name).Aggregate(new Votes(2, 3, 2, []), Gold.None(2), 1, Cancellation).Posterior(1).ToArray().ShouldBe([0.5, 0.5], 1e-9);
    }

    [Theory, MemberData(nameof(Names))]
    public void Better_annotators_are_held_for_better(string name)
    {
        var crowd = Crowd.Of(400, 3, [0.95, 0.75, 0.75, 0.45]);

        var annotators = Of(name).Aggregate(crowd.Votes, crowd.Every(4), 1, Cancellation).Annotators;

        annotators[0].Accuracy.ShouldBeGreaterThan(annotators[1].Accuracy);
        annotators[1].Accuracy.ShouldBeGreaterThan(annotators[3].Accuracy);
    }

    private static IAggregator Of(string name) => Aggregators.InOrderOfTrust.Single(aggregator => aggregator.Name == name);
}
