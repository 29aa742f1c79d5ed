using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

public sealed class TextClassifierTests
{
    private static readonly TextClassifier Model = Tickets.Train();

    [Fact]
    public void The_prediction_of_a_string_agrees_with_the_probabilities()
    {
        var probabilities = new float[3];
        var best = Model.Predict("my card was charged twice".AsSpan(), probabilities);
        var prediction = Model.Predict("my card was charged twice");
        prediction.Index.ShouldBe(best);
        prediction.Label.ShouldBe("billing");
        prediction.Probability.ShouldBe(probabilities[best]);
        prediction.Margin.ShouldBe(probabilities[best] - probabilities.Where((_, k) => k != best).Max());
    }

    [Fact]
    public void Case_and_white_space_do_not_matter()
    {
        var plain = new float[3];
        var loud = new float[3];
        Model.Predict("my card was declined", plain);
        Model.Predict("  MY\tCard \r\n was   DECLINED\u00A0", loud);
        loud.ShouldBe(plain);
    }

    [Fact]
    public void Familiar_texts_score_high_and_strange_ones_low()
    {
        Model.Familiarity("courier lost the box").ShouldBeGreaterThan(0.9);
        Model.Familiarity("квантовая запутанность").ShouldBeLessThan(0.1);
        Model.Familiarity("").ShouldBe(0);
    }

    [Fact]
    public void An_explanation_names_the_words_that_speak_for_the_label()
    {
        var terms = Model.Explain("Hello, the PARCEL came damaged", 1, 10);
        terms.Count.ShouldBe(10);
        terms.Select(term => term.Term).ShouldContain("parcel");
        terms.ShouldAllBe(term => term.Weight != 0);
        terms.Select(term => Math.Abs(term.Weight)).ShouldBe(terms.Select(term => Math.Abs(term.Weight)).OrderDescending());
    }

    [Fact]
    public void An_explanation_adds_up_to_the_score()
    {
        // Scores differ from terms by the intercepts only, so two labels' log odds move with the terms from text to text.
        var empty = LogOdds("");
        const string text = "account is locked";
        var terms = Model.Explain(text, 2, int.MaxValue).Sum(term => term.Weight) - Model.Explain(text, 0, int.MaxValue).Sum(term => term.Weight);
        (LogOdds(text) - empty).ShouldBe(terms / Model.Temperature, 0.02);

        static double LogOdds(string text)
        {
            var probabilities = new float[3];
            Model.Predict(text, probabilities);
            return Math.Log(probabilities[2] / probabilities[0]);
        }
    }

    [Fact]
    public void Explaining_an_unknown_label_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Model.Explain("text", 3, 5));

    [Fact]
    public void Eight_bits_lose_next_to_nothing()
    {
        var floats = Tickets.Train(settings: new TextClassifierSettings { Quantise = false });
        var whole = new float[3];
        var rounded = new float[3];
        foreach (var text in Tickets.Rows(200, seed: 5).Texts)
        {
            floats.Predict(text, whole);
            Model.Predict(text, rounded);
            for (var k = 0; k < 3; k++) rounded[k].ShouldBe(whole[k], 0.02f);
        }
    }
}
