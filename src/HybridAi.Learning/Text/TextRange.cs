namespace HybridAi.Learning.Text;

/// <summary>A stretch of a text, in UTF-16 units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many units it has.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>Where it ends: the first unit that is not in it.</summary>
    public int End => Start + Length;

    /// <summary>The stretch itself.</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text.Slice(Start, Length);
}
