namespace HybridAi.Curate.Review;

/// <summary>How long nobody can do without who looks at a text: 0.3 s to see and press, and 4 ms for each of the first 500 characters.</summary>
/// <remarks>
/// 250 characters a second are about 2,500 words a minute, ten times what people read (Brysbaert 2019, "How many words do we read per minute?": 238);
/// who skims is not accused. Beyond 500 characters the beginning can be enough.
/// </remarks>
internal static class ReadingTime
{
    private const int SeenCharacters = 500;
    private static readonly TimeSpan Press = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Character = TimeSpan.FromMilliseconds(4);

    public static TimeSpan Least(long characters) => Press + Character * Math.Min(characters, SeenCharacters);
}
