using HybridAi.Learning.Text;
using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Tests.Learning.Text;

public sealed class CrossValidationTests
{
    [Fact]
    public void No_model_judges_a_text_it_was_fitted_on_nor_a_copy_of_it()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => $"text {i % 20}")];
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 2)];

        CrossValidation.Probabilities(texts, labels, ["a", "b"], 5, 1, (learned, _, names, _) => new Witness(names, learned), TestContext.Current.CancellationToken)
            .ShouldAllBe(row => row[0] == 1);
    }

    [Fact]
    public void A_fold_whose_rest_has_one_label_is_uniform()
    {
        var rows = CrossValidation.Probabilities(
            ["one", "two"], [0, 1], ["a", "b"], 2, 1, (texts, labels, names, _) => MultinomialNaiveBayes.Train(texts, labels, names), TestContext.Current.CancellationToken);

        rows.ShouldAllBe(row => row.SequenceEqual(new[] { 0.5f, 0.5f }));
    }

    private sealed class Witness(IReadOnlyList<string> names, IReadOnlyList<string> learned) : ITextModel
    {
        public IReadOnlyList<string> Labels => names;

        public int Predict(ReadOnlySpan<char> text, Span<float> probabilities)
        {
            var seen = learned.Contains(text.ToString());
            probabilities[0] = seen ? 0 : 1;
            probabilities[1] = seen ? 1 : 0;
            return seen ? 1 : 0;
        }
    }
}
