namespace HybridAi.Learning.Text;

/// <summary>
/// The working memory of one thread, shared by all models it serves, so that a prediction allocates nothing once it has grown
/// to the largest model.
/// </summary>
internal sealed class TextScratch
{
    [ThreadStatic]
    private static TextScratch? current;

    /// <summary>Occurrences by feature; all zero between texts.</summary>
    public int[] Counts = [];

    /// <summary>The features of the text, each once, in order of first sight.</summary>
    public int[] Features = [];

    /// <summary>The value of each of <see cref="Features"/>.</summary>
    public float[] Values = [];

    /// <summary>One score per padded class.</summary>
    public float[] Scores = [];

    /// <summary>This thread's memory, with room for so many features and padded classes.</summary>
    public static TextScratch For(int features, int classes)
    {
        var scratch = current ??= new TextScratch();
        if (scratch.Counts.Length < features + 1)
        {
            scratch.Counts = new int[features + 1];
            scratch.Features = new int[features + 1];
            scratch.Values = new float[features + 1];
        }

        if (scratch.Scores.Length < classes) scratch.Scores = new float[classes];
        return scratch;
    }

    /// <summary>The occurrences of the i-th feature of the text, which are set back to zero for the next text.</summary>
    public int Take(int i)
    {
        ref var count = ref Counts[Features[i]];
        var occurrences = count;
        count = 0;
        return occurrences;
    }
}
