using HybridAi.Learning.LabelErrors;
using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.LabelErrors;

public sealed class DoubtEstimatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Wrong_labels_are_doubted_most(int seed)
    {
        var noisy = new NoisyTexts(600, 0.15, seed);

        var doubt = Estimate(noisy.Rows);

        Auroc.Of([.. doubt.Scores], noisy.Wrong)!.Value.ShouldBeGreaterThan(0.95);
        doubt.LearnedFrom.ShouldBe(0);
        doubt.Flagged().Count(row => noisy.Wrong[row]).ShouldBeGreaterThan(doubt.Flagged().Count * 7 / 10);
    }

    [Fact]
    public void A_score_is_the_sum_of_its_parts()
    {
        var noisy = new NoisyTexts(200, 0.2, seed: 3);
        var doubt = Estimate(noisy.Rows with { Votes = [noisy.Truth] });

        for (var row = 0; row < 200; row++)
            doubt.Scores[row].ShouldBe(1 / (1 + Math.Exp(-doubt.Intercept - doubt.PartsOf(row).Values.Sum())), 1e-9);
        doubt.Parts.Select(part => part.Name).ShouldContain("labeller-1");
    }

    [Fact]
    public void The_vote_of_a_good_labeller_raises_what_is_found()
    {
        var noisy = new NoisyTexts(400, 0.3, seed: 4);

        var (alone, together) = (Estimate(noisy.Rows), Estimate(noisy.Rows with { Votes = [noisy.Truth] }));

        Auroc.Of([.. together.Scores], noisy.Wrong)!.Value.ShouldBeGreaterThan(Auroc.Of([.. alone.Scores], noisy.Wrong)!.Value);
    }

    [Fact]
    public void Weights_are_learned_once_enough_rows_are_reviewed()
    {
        var noisy = new NoisyTexts(400, 0.3, seed: 5);

        Estimate(noisy.Rows with { Reviewed = Reviewed(noisy, DoubtEstimator.Enough - 1) }).LearnedFrom.ShouldBe(0);
        var learned = Estimate(noisy.Rows with { Reviewed = Reviewed(noisy, DoubtEstimator.Enough) });

        learned.LearnedFrom.ShouldBe(DoubtEstimator.Enough);
        learned.Parts.ShouldContain(part => Math.Abs(part.Weight - part.StatedWeight) > 0.01);
    }

    [Fact]
    public void What_a_row_s_own_review_found_does_not_stand_in_its_evidence()
    {
        var noisy = new NoisyTexts(120, 0.2, seed: 6);
        var reviewed = Reviewed(noisy, 30);
        var otherwise = reviewed.ToArray();
        otherwise[7] = (reviewed[7] + 1) % 4;

        var (one, other) = (Estimate(noisy.Rows with { Reviewed = reviewed }), Estimate(noisy.Rows with { Reviewed = otherwise }));

        foreach (var name in new[] { "near-duplicates", "reviewed-label", "reviewed-neighbours" })
            Part(one, name).Values[7].ShouldBe(Part(other, name).Values[7], 0.35);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scores()
    {
        var noisy = new NoisyTexts(150, 0.2, seed: 7);

        Estimate(noisy.Rows).Scores.ShouldBe(Estimate(noisy.Rows).Scores);
    }

    [Fact]
    public void Labels_that_are_all_the_same_or_out_of_range_are_refused()
    {
        var noisy = new NoisyTexts(20, 0, seed: 8);

        Should.Throw<ArgumentException>(() => Estimate(noisy.Rows with { Given = new int[20] })).Message.ShouldContain("all are the same");
        Should.Throw<ArgumentException>(() => Estimate(noisy.Rows with { Votes = [[.. Enumerable.Repeat(4, 20)]] })).Message.ShouldContain("row 0");
    }

    [Fact]
    public void On_labels_of_a_language_model_reviewing_a_fifth_in_rounds_finds_two_thirds_of_the_wrong()
    {
        var rows = RecordedLabels.Read(SharedData.PathOrSkip("banking77_llm_labels/answers.jsonl"), "gpt-4");
        var estimator = new DoubtEstimator(rows.Texts, Cancellation);
        var reviewed = Enumerable.Repeat(DoubtRows.None, rows.Texts.Count).ToArray();
        var wrong = rows.Given.Zip(rows.Truth, (given, truth) => given != truth).ToArray();

        for (var round = 1; round <= 4; round++)
        {
            var doubt = estimator.Estimate(rows.Doubt with { Reviewed = [.. reviewed] }, seed: 3, Cancellation);
            if (round == 1) Auroc.Of([.. doubt.Scores], wrong)!.Value.ShouldBeGreaterThan(0.85);
            foreach (var row in doubt.MostDoubtfulFirst().Where(row => reviewed[row] < 0).Take(154).ToArray()) reviewed[row] = rows.Truth[row];
        }

        var found = Enumerable.Range(0, wrong.Length).Count(row => wrong[row] && reviewed[row] >= 0);
        found.ShouldBeGreaterThan(wrong.Count(bad => bad) * 65 / 100);
    }

    private static DoubtPart Part(DoubtEstimate doubt, string name) => doubt.Parts.Single(part => part.Name == name);

    private static int[] Reviewed(NoisyTexts noisy, int count) => [.. noisy.Truth.Select((label, row) => row < count ? label : DoubtRows.None)];

    private static DoubtEstimate Estimate(DoubtRows rows) => new DoubtEstimator(rows.Texts, Cancellation).Estimate(rows, seed: 1, Cancellation);
}
