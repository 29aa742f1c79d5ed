using HybridAi.Learning.Annotators;

namespace HybridAi.Tests.Learning.Annotators;

public class AggregatorChoiceTests
{
    [Fact]
    public void Where_gold_can_not_tell_methods_apart_the_first_in_the_order_of_trust_is_chosen()
    {
        var choice = Choose(Crowd.Of(200, 3, [0.8, 0.8, 0.8, 0.8, 0.8]), every: 5);

        choice.Method.ShouldBe("one-coin");
        choice.Scores.Count.ShouldBe(Aggregators.InOrderOfTrust.Count);
    }

    [Fact]
    public void One_who_is_far_better_is_followed_and_voting_is_said_to_be_worse()
    {
        // One good annotator against three who copy each other.
        var last = (Truth: -1, Said: 0);
        var crowd = Crowd.Of(600, 4, 4, (random, annotator, truth) =>
        {
            if (annotator == 0) return random.NextDouble() < 0.95 ? truth : random.Next(4);
            if (annotator == 1) last = (truth, random.NextDouble() < 0.5 ? truth : random.Next(4));
            return last.Said;
        });

        var choice = Choose(crowd, every: 4);

        choice.Method.ShouldBeOneOf("best-annotator", "gold-weighted");
        choice.Warning.ShouldNotBeNull().ShouldStartWith("Voting is worse than the best single annotator");
        crowd.Accuracy(Aggregators.InOrderOfTrust.Single(a => a.Name == choice.Method), crowd.Every(4)).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Too_little_gold_chooses_nothing_and_says_so()
    {
        var choice = Choose(Crowd.Of(60, 3, [0.9, 0.8]), every: 10);

        choice.Method.ShouldBe("one-coin");
        choice.Scores.ShouldBeEmpty();
        choice.Reason.ShouldContain("6 gold items are too few");
    }

    [Fact]
    public void A_hidden_item_is_never_judged_by_its_own_gold()
    {
        // Nobody has voted on the gold items: whoever is right about them has seen the gold.
        var crowd = Crowd.Of(400, 4, [0.9, 0.9]);
        var votes = crowd.Votes.Where(vote => vote.Item % 4 != 0);

        var answers = AggregatorChoice.HiddenAnswers(Aggregators.InOrderOfTrust, votes, crowd.Every(4), 1, null, null, TestContext.Current.CancellationToken);

        foreach (var method in answers)
            method.Zip(crowd.Every(4).Items, (answer, item) => answer == crowd.Truth[item]).Count(hit => hit).ShouldBeInRange(5, 50);
    }

    [Fact]
    public void Votes_that_gold_was_made_of_are_not_seen_on_hidden_items()
    {
        var crowd = Crowd.Of(200, 4, [1, 0.4, 0.4]);

        var seen = Choose(crowd, every: 2).Scores.Single(score => score.Method == "best-annotator");
        var masked = Choose(crowd, every: 2, masked: vote => vote.Annotator == 0).Scores.Single(score => score.Method == "best-annotator");

        seen.Accuracy.ShouldBe(1);
        masked.Accuracy.ShouldBeLessThan(0.7);
    }

    [Fact]
    public void Progress_ends_with_all_done()
    {
        var told = new List<double>();

        AggregatorChoice.HiddenAnswers(
            Aggregators.InOrderOfTrust, Crowd.Of(100, 2, [0.8, 0.7]).Votes, Crowd.Of(100, 2, [0.8, 0.7]).Every(4), 1, null, new Told(told), TestContext.Current.CancellationToken);

        told.ShouldBe(told.Order());
        told[^1].ShouldBe(1);
    }

    private static AggregatorChoice Choose(Crowd crowd, int every, Func<Vote, bool>? masked = null)
    {
        var methods = Aggregators.InOrderOfTrust;
        return AggregatorChoice.Of(
            methods, crowd.Every(every),
            AggregatorChoice.HiddenAnswers(methods, crowd.Votes, crowd.Every(every), 1, masked, null, TestContext.Current.CancellationToken));
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
