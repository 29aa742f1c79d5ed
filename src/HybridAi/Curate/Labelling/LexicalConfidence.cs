using HybridAi.Curate.Projects;
using HybridAi.Learning.Calibration;

namespace HybridAi.Curate.Labelling;

/// <summary>What turns scores into a confidence.</summary>
/// <param name="Temperature">Divides the scores before the softmax: the higher, the less sure.</param>
/// <param name="Calibrated">Whether it was fitted on reviewed texts, so that the confidence is the share of right labels.</param>
internal sealed record LexicalConfidence(float Temperature, bool Calibrated)
{
    /// <summary>With fewer reviewed texts nothing can be said about how often the labels are right.</summary>
    public const int LeastReviewed = 30;

    private const int Folds = 5;
    private const int MostReviewed = 2_000;

    // Well above what fitted temperatures come to (about 1 without reviewed texts): rather too modest than too sure.
    private const float Conservative = 1.5f;

    /// <summary>
    /// A temperature fitted on scores of texts that the scoring model had not learnt from: each fifth is scored by a model of the rest.
    /// The final model has seen more than those, so it is if anything a little better than it says.
    /// </summary>
    public static LexicalConfidence Fit(IReadOnlyList<LabelDefinition> schema, IReadOnlyList<(string Text, int Label)> reviewed)
    {
        if (reviewed.Count < LeastReviewed) return new LexicalConfidence(Conservative, Calibrated: false);
        var judged = reviewed.Take(MostReviewed).ToList();
        var scores = new float[judged.Count * schema.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = LexicalModel.Learn(schema, [.. judged.Where((_, place) => place % Folds != fold)]);
            for (var place = fold; place < judged.Count; place += Folds)
                model.Score(judged[place].Text, scores.AsSpan(place * schema.Count, schema.Count));
        }

        var temperature = TemperatureScaling.Fit(scores, [.. judged.Select(text => text.Label)], schema.Count);
        return new LexicalConfidence((float)temperature, Calibrated: true);
    }
}
