using HybridAi.Learning.Annotators;
using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>How far two annotators agree.</summary>
/// <param name="First">One, first by name.</param>
/// <param name="Second">The other.</param>
/// <param name="Kappa">Cohen's kappa of the records that both labelled, or why it is undefined.</param>
public sealed record PairAgreement(string First, string Second, Agreement Kappa);

/// <summary>How far the people of a project agree.</summary>
/// <param name="Annotators">Who has labelled, and how many records.</param>
/// <param name="Alpha">Krippendorff's alpha of all, or why it is undefined.</param>
/// <param name="Pairs">Every two annotators.</param>
public sealed record AgreementReport(IReadOnlyDictionary<string, int> Annotators, Agreement Alpha, IReadOnlyList<PairAgreement> Pairs);

/// <summary>Measures how far people agree from what they labelled: skips say nothing, and of several labels by one person for one record the last holds.</summary>
public sealed class ReviewAgreement(AnnotationStore annotations)
{
    /// <summary>The agreement of a project's annotators.</summary>
    public async Task<AgreementReport> OfAsync(string project, CancellationToken cancellation)
        => Of(await annotations.StandingAsync(project, cancellation));

    /// <summary>The agreement within these annotations, oldest first.</summary>
    public static AgreementReport Of(IEnumerable<Annotation> standing)
    {
        var labels = new Dictionary<(string Record, string Annotator), string>();
        foreach (var annotation in standing)
            if (annotation.Label is { } label)
                labels[(annotation.RecordId, annotation.Annotator)] = label;

        string[] people = [.. labels.Keys.Select(key => key.Annotator).Distinct().Order(StringComparer.Ordinal)];
        var (records, names) = (Places(labels.Keys.Select(key => key.Record)), Places(labels.Values));
        var (annotator, votes) = (Places(people), new List<Vote>(labels.Count));
        foreach (var (key, label) in labels) votes.Add(new(records[key.Record], annotator[key.Annotator], names[label]));
        var pairs = people.SelectMany((first, i) => people[(i + 1)..].Select(second => new PairAgreement(first, second, Kappa(votes, annotator[first], annotator[second]))));
        return new(
            people.ToDictionary(one => one, one => votes.Count(vote => vote.Annotator == annotator[one])),
            KrippendorffAlpha.Nominal(new Votes(records.Count, people.Length, Math.Max(names.Count, 1), votes)), [.. pairs]);
    }

    private static Agreement Kappa(List<Vote> votes, int first, int second)
    {
        var ofSecond = votes.Where(vote => vote.Annotator == second).ToDictionary(vote => vote.Item, vote => vote.Label);
        return CohenKappa.Of([.. votes.Where(vote => vote.Annotator == first && ofSecond.ContainsKey(vote.Item)).Select(vote => (vote.Label, ofSecond[vote.Item]))]);
    }

    private static Dictionary<string, int> Places(IEnumerable<string> names)
        => names.Distinct(StringComparer.Ordinal).Select((name, place) => (name, place)).ToDictionary(StringComparer.Ordinal);
}
