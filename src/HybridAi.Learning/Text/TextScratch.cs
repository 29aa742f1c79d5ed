namespace HybridAi.Learning.Text;

/// <summary>
/// The working memory of one thread, shared by all models it serves, so that a prediction allocates nothing once it has grown
/// to the largest model.
/// </summary>
internal sealed class TextScratch
{
    [ThreadStatic]
    private static TextScratch? Current;

    /// <summary>Hashes that wait to be looked up.</summary>
    public readonly uint[] Pending = new uint[512];

    /// <summary>Occurrences by feature, 255 standing for more; all zero between texts. Bytes, to stay in the fastest cache.</summary>
    public byte[] Counts = [];

    /// <summary>The features of the text, each once, in order of first sight.</summary>
    public int[] Features = [];

    /// <summary>The value of each of <see cref="Features"/>.</summary>
    public float[] Values = [];

    /// <summary>The values as fixed-point numbers, in pairs.</summary>
    public short[] Fixed = [];

    /// <summary>One score per padded class.</summary>
    public float[] Scores = [];

    /// <summary>This thread's memory, with room for so many features and padded classes.</summary>
    public static TextScratch For(int features, int classes)
    {
        var scratch = Current ??= new TextScratch();
        if (scratch.Counts.Length <= features) scratch.Grow(features + 1);
        if (scratch.Scores.Length < classes) scratch.Scores = new float[classes];
        return scratch;
    }

    private void Grow(int features)
    {
        Counts = new byte[features];
        Features = new int[features + 1];
        Values = new float[features];
        Fixed = new short[features + 1];
    }
}
