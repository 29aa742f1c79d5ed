using System.Globalization;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary><c>fixed</c>: the same examples for every text, drawn by a seeded chance. One more than is shown is kept for the text that is among them.</summary>
internal sealed class FixedShots : IShotSelector
{
    public const string MemberName = "fixed";

    private readonly ShotPool _pool;
    private readonly List<int> _rows;
    private readonly int _count;

    public FixedShots(ShotPool pool, ShotSettings settings)
        : this(MemberName, pool, settings, Drawn(pool, settings.Seed))
    {
    }

    private FixedShots(string name, ShotPool pool, ShotSettings settings, IEnumerable<int> order)
    {
        (Name, _pool, _count, _rows) = (name, pool, settings.Count, [.. order.Take(settings.Count + 1)]);
        Version = ContentHash.Of(
            [Name, settings.Count.ToString(CultureInfo.InvariantCulture), .. _rows.Select(row => pool.Texts[row]).SelectMany(text => new[] { text.Text, text.Label })]);
    }

    public string Name { get; }

    public string Version { get; }

    public bool DependsOnText => false;

    /// <summary><c>diverse</c>: every label in turn, the commonest first.</summary>
    public static FixedShots Diverse(ShotPool pool, ShotSettings settings)
    {
        var byLabel = Drawn(pool, settings.Seed).GroupBy(row => pool.Texts[row].Label)
            .OrderByDescending(rows => rows.Count()).ThenBy(rows => rows.Key, StringComparer.Ordinal).Select(rows => rows.ToList()).ToList();
        var turns = byLabel.Count == 0 ? 0 : byLabel.Max(rows => rows.Count);
        return new(ShotFamily.Diverse, pool, settings, Enumerable.Range(0, turns).SelectMany(turn => byLabel.Where(rows => turn < rows.Count).Select(rows => rows[turn])));
    }

    public IReadOnlyList<ReviewedText> Choose(string text)
    {
        var group = ShotPool.GroupOf(text);
        return [.. _rows.Where(row => _pool.MayShow(row, group)).Take(_count).Select(row => _pool.Texts[row])];
    }

    private static int[] Drawn(ShotPool pool, int seed)
    {
        var rows = Enumerable.Range(0, pool.Texts.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return rows;
    }
}
