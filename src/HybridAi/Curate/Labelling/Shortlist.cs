using System.Globalization;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// The labels that a text may well have, by a vote of the reviewed texts most like it: for schemas of many labels, where the whole list is most of
/// a prompt. What the vote misses is not lost: a model that finds none of them fitting is shown the whole list.
/// </summary>
public sealed class Shortlist
{
    /// <summary>What stands for "another label" in a list that is not whole.</summary>
    public const string None = "none of these";

    private const int Voters = 50;
    private const int MostMeasured = 500;

    private readonly ShotPool _pool;
    private readonly List<string> _usual;

    /// <summary>Shortlists of so many labels.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pool">The reviewed texts that vote.</param>
    /// <param name="size">Labels on a list, fewer than the project has.</param>
    public Shortlist(Project project, ShotPool pool, int size)
    {
        (_pool, Size) = (pool, size);
        var counts = pool.Texts.CountBy(text => text.Label).ToDictionary();
        _usual = [.. project.Labels.Select(label => label.Name).OrderByDescending(label => counts.GetValueOrDefault(label))];
        var measured = Enumerable.Range(0, Math.Min(pool.Texts.Count, MostMeasured)).Select(row => pool.Texts[row]).ToList();
        (Measured, Recall) = (measured.Count, measured.Count == 0 ? 0 : measured.Average(text => Of(text.Text).Contains(text.Label) ? 1.0 : 0));
    }

    /// <summary>Labels on a list.</summary>
    public int Size { get; }

    /// <summary>The share of reviewed texts whose label is on its list when neither they nor their duplicates vote.</summary>
    public double Recall { get; }

    /// <summary>On how many reviewed texts that was measured.</summary>
    public int Measured { get; }

    /// <summary>What is to be known of it.</summary>
    public string Remark => string.Create(
        CultureInfo.InvariantCulture, $"The right label is on the shortlist of {Size} for {Recall:P1} of {Measured:N0} reviewed texts; for the others the whole list is asked for.");

    /// <summary>The candidates for a text, the likeliest first; the text's own group does not vote.</summary>
    public IReadOnlyList<string> Of(string text)
    {
        var group = ShotPool.GroupOf(text);
        var votes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var voter in _pool.Vectors.Like(text).Where(found => _pool.MayShow(found.Text, group)).Take(Voters))
            votes[_pool.Texts[voter.Text].Label] = votes.GetValueOrDefault(_pool.Texts[voter.Text].Label) + voter.Similarity;
        return [.. votes.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key, StringComparer.Ordinal).Select(vote => vote.Key).Concat(_usual).Distinct().Take(Size)];
    }
}
