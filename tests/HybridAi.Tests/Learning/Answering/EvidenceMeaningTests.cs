using HybridAi.Learning.Answering;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Answering;

public sealed class EvidenceMeaningTests
{
    // An encoder that knows a few words by what they mean; the rest mean nothing to it.
    private static readonly string[][] Meanings = [["penalty", "fine"], ["late", "overdue"], ["brand", "manufacturer"], ["opens", "hours"]];

    [Fact]
    public void A_span_that_means_what_is_asked_is_near_though_it_shares_no_word()
    {
        var table = Read("What is the penalty when I am late?", "The fine for overdue things is one euro. The door is green.");

        table.Rows[0].Feature("meaning").ShouldBeGreaterThan(table.Rows[1].Feature("meaning"));
        table.Rows[0].Feature("termMeaning").ShouldBeGreaterThan(table.Rows[1].Feature("termMeaning"));
        table.Rows[0].Feature("own").ShouldBe(0);
        table.Rows.Select(row => row.Feature("passageMeaning")).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_term_that_nothing_means_shows_in_how_answerable_the_question_is()
    {
        const string Text = "The fine for overdue things is one euro.";
        var (answered, missed) = (Features(Read("What is the penalty when late?", Text)), Features(Read("Which brand is the penalty when late?", Text)));

        Value(answered, "leastBest").ShouldBeGreaterThan(Value(missed, "leastBest"));
        Value(missed, "worstAny").ShouldBeGreaterThan(Value(answered, "worstAny"));
        Value(missed, "farAny").ShouldBe(Value(answered, "farAny") + 1);
    }

    [Fact]
    public void Without_an_encoder_nothing_is_said_of_meaning()
    {
        var table = EvidenceTable.Of("What is the penalty?", [new("The fine is one euro.", ["Fees"], 1)], 5, encoder: null)[0];

        table.Rows[0].Meanings.ShouldBeEmpty();
        table.Rows[0].Feature("meaning").ShouldBe(0);
        Value(Features(table), "leastBest").ShouldBe(0);
    }

    private static EvidenceTable Read(string question, string text) => EvidenceTable.Of(question, [new(text, ["Fees"], 1)], 5, Encode)[0];

    private static double[] Features(EvidenceTable table)
        => AnswerabilityFeatures.Of([(table, [.. table.Rows.Select(row => new RankedSpan(row, row.Feature("meaning"), 0.5)).OrderByDescending(span => span.Score)])]);

    private static double Value(double[] features, string name) => features[AnswerabilityFeatures.Names.ToList().IndexOf(name)];

    private static IReadOnlyList<EncodedText> Encode(IReadOnlyList<string> texts) => [.. texts.Select(text =>
    {
        var pieces = AnswerTokens.Of(text).Select(token => (token.Start, Vector: OneHot(token.Word))).ToList();
        var sum = new float[Meanings.Length + 1];
        foreach (var piece in pieces)
            for (var i = 0; i < sum.Length; i++)
                sum[i] += piece.Vector[i];
        return new EncodedText(sum, [.. pieces.Select(piece => piece.Start)], [.. pieces.Select(piece => piece.Vector)]);
    })];

    private static float[] OneHot(string word)
    {
        var vector = new float[Meanings.Length + 1];
        var at = Array.FindIndex(Meanings, group => group.Contains(word));
        if (at >= 0) vector[at] = 1;
        return vector;
    }
}
