using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Tests.Learning.Text;

public sealed class BaselineTests
{
    [Fact]
    public void Majority_class_answers_the_most_frequent_label_with_smoothed_shares()
    {
        var probabilities = new float[3];
        MajorityClass.Train([0, 1, 1, 1], ["a", "b", "c"]).Predict("anything", probabilities).ShouldBe(1);
        probabilities.ShouldBe([2 / 7f, 4 / 7f, 1 / 7f]);
    }

    [Fact]
    public void Naive_bayes_matches_the_textbook_by_hand()
    {
        // Manning, Raghavan and Schütze 2008, example 13.1: the posterior of "c" is proportional to 3/4 · (3/7)³ · 1/14 · 1/14,
        // of "j" to 1/4 · (2/9)³ · 2/9 · 2/9; priors here are (n + 1) / (rows + labels) = 4/6 and 2/6.
        var model = MultinomialNaiveBayes.Train(
            ["Chinese Beijing Chinese", "Chinese Chinese Shanghai", "Chinese Macao", "Tokyo Japan Chinese"], [0, 0, 0, 1], ["c", "j"]);
        var probabilities = new float[2];
        model.Predict("Chinese Chinese Chinese Tokyo Japan", probabilities).ShouldBe(0);

        var c = 4.0 / 6 * Math.Pow(3.0 / 7, 3) / 14 / 14;
        var j = 2.0 / 6 * Math.Pow(2.0 / 9, 5);
        ((double)probabilities[0]).ShouldBe(c / (c + j), 1e-5);
    }

    [Fact]
    public void Naive_bayes_falls_back_on_the_priors_for_unknown_words()
    {
        var probabilities = new float[2];
        MultinomialNaiveBayes.Train(["a", "b", "b b"], [0, 1, 1], ["x", "y"]).Predict("zebra", probabilities);
        probabilities[1].ShouldBe(3 / 5f, 1e-6f);
    }

    [Fact]
    public void Labels_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => MajorityClass.Train([0, 2], ["a", "b"]));
        Should.Throw<ArgumentException>(() => MultinomialNaiveBayes.Train(["a", "b"], [0, -1], ["a", "b"]));
    }
}
