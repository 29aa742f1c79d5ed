using HybridAi.Learning.Ranking;

namespace HybridAi.Tests.Learning.Ranking;

public class RankingTests
{
    [Fact]
    public void What_has_the_words_together_in_their_order_and_in_its_title_shows_in_the_features()
    {
        var rows = RankingFeatures.Of(RankingQuery.Of("battery charging limits", rarity: null),
        [
            Candidate("Charging", "The battery charging limits are stated here."),
            Candidate("Travel", "The limits of a battery " + string.Concat(Enumerable.Repeat("and of many other things ", 20)) + "are about charging."),
            Candidate("Lunch", "Soup is served at noon."),
        ]);

        double Of(int row, string name) => rows[row][RankingFeatures.Names.ToList().IndexOf(name)];
        (Of(0, "all"), Of(1, "all"), Of(2, "all")).ShouldBe((1, 1, 0));
        (Of(0, "pairs"), Of(1, "pairs"), Of(2, "pairs")).ShouldBe((1, 0, 0));
        (Of(0, "title"), Of(1, "title")).ShouldBe((1.0 / 3, 0));
        Of(0, "close").ShouldBe(1, 1e-9);
        Of(1, "close").ShouldBe(2.0 / 3, 1e-9);
        Of(0, "near").ShouldBeGreaterThan(Of(1, "near"));
        Of(1, "length").ShouldBeGreaterThan(Of(0, "length"));
        rows.ShouldAllBe(row => row.Length == RankingFeatures.Names.Count && row.All(double.IsFinite));
    }

    [Fact]
    public void A_passage_among_its_like_keeps_company_and_a_stranger_does_not()
    {
        string[] texts = ["solar panels on a roof", "solar panels and a roof inspection", "a roof that carries solar panels", "cheese from goats"];
        var rows = RankingFeatures.Of(RankingQuery.Of("roof", rarity: null), [.. texts.Select(text => Candidate("", text))]);

        var company = rows.Select(row => row[RankingFeatures.Names.ToList().IndexOf("company")]).ToArray();
        company[3].ShouldBe(0, 1e-9);
        company.Take(3).ShouldAllBe(value => value > 0.3 && value <= 1);
    }

    [Fact]
    public void Any_text_has_finite_features()
    {
        string[] hostile = ["", " ", "\0\u0001", "\ud800", "the of and", new('a', 20_000), "日本語の荷物 📦", string.Concat(Enumerable.Repeat("word ", 5_000))];
        foreach (var query in hostile)
            RankingFeatures.Of(RankingQuery.Of(query, rarity: null), [.. hostile.Select(text => Candidate(text, text))]).ShouldAllBe(row => row.All(double.IsFinite));
    }

    [Fact]
    public void What_decides_is_learnt_and_what_does_not_is_left()
    {
        var trial = RankingTrial.Of(Drawn(seed: 3, decides: "title"));

        trial.Helps.ShouldBeTrue();
        trial.After.ShouldBeGreaterThan(trial.Before + 0.1);
        var weights = RankingFeatures.Names.Zip(trial.Model.Weights).ToDictionary(pair => pair.First, pair => pair.Second);
        weights["title"].ShouldBeGreaterThan(2);
        Math.Abs(weights["pairs"]).ShouldBeLessThan(1);
    }

    [Fact]
    public void Where_nothing_decides_but_the_first_order_learning_is_not_shown_to_help()
        => Enumerable.Range(1, 10).Count(seed => RankingTrial.Of(Drawn(seed, decides: "score")).Helps).ShouldBeLessThanOrEqualTo(1);

    [Fact]
    public void Without_examples_the_order_is_that_of_the_first_search()
    {
        var model = RankingTrainer.Fit([]);

        model.Weights.ShouldBe(RankingModel.AsFound.Weights);
        model.Order([.. new[] { 1.0, 0.7, 0.9 }.Select(score => Row(("score", score)))]).ShouldBe([0, 2, 1]);
        RankingTrial.Of([new([Row(("score", 1))], [false])]).ShouldSatisfyAllConditions(trial => trial.Queries.ShouldBe(0), trial => trial.Helps.ShouldBeFalse());
    }

    private static RankingCandidate Candidate(string title, string text) => new(title, [], text, new(1, 1, 1, 0));

    private static double[] Row(params (string Name, double Value)[] values) => [.. RankingFeatures.Names.Select(name => values.FirstOrDefault(value => value.Name == name).Value)];

    // Sixty searches of ten finds each: which is the good one follows from one feature, and the others are drawn.
    private static List<RankingExample> Drawn(int seed, string decides)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 60).Select(_ =>
        {
            var rows = Enumerable.Range(0, 10).Select(_ => RankingFeatures.Names.Select(_ => random.NextDouble()).ToArray()).OrderByDescending(row => row[0]).ToArray();
            var good = rows.MaxBy(row => row[RankingFeatures.Names.ToList().IndexOf(decides)] + (0.1 * random.NextDouble()))!;
            return new RankingExample(rows, [.. rows.Select(row => row == good)]);
        })];
    }
}
