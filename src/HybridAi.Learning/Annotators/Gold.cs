namespace HybridAi.Learning.Annotators;

/// <summary>The right labels of those items of which they are known.</summary>
public sealed class Gold
{
    private readonly int[] _labels;

    /// <summary>These labels.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="known">Items and their right labels, both from 0.</param>
    public Gold(int items, IEnumerable<KeyValuePair<int, int>> known)
    {
        _labels = new int[items];
        Array.Fill(_labels, -1);
        foreach (var (item, label) in known)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label);
            _labels[item] = label;
        }

        Items = [.. Enumerable.Range(0, items).Where(item => _labels[item] >= 0)];
    }

    /// <summary>The items whose right label is known, in order.</summary>
    public IReadOnlyList<int> Items { get; }

    /// <summary>The item's right label; null where it isn't known.</summary>
    public int? this[int item] => _labels[item] < 0 ? null : _labels[item];

    /// <summary>Nothing is known.</summary>
    public static Gold None(int items) => new(items, []);

    /// <summary>What is known of some of the items only.</summary>
    public Gold Only(IEnumerable<int> items) => new(_labels.Length, items.Where(item => _labels[item] >= 0).Select(item => KeyValuePair.Create(item, _labels[item])));

    /// <summary>What is known but for these items.</summary>
    public Gold Without(IReadOnlySet<int> hidden) => Only(Items.Where(item => !hidden.Contains(item)));
}
