using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// How a <see cref="TextClassifier"/> is trained. The defaults were chosen by cross-validation on training parts alone
/// (77 banking intents, 150 assistant intents, 12 support intents) and lie on a plateau: halving or doubling one of them moves
/// accuracy by less than the noise between folds.
/// </summary>
public sealed record TextClassifierSettings
{
    /// <summary>More features than this would let the 32-bit sums of 8-bit weights overflow.</summary>
    internal const int MostFeatures = 1 << 20;

    /// <summary>Shortest run of whole words that is a feature.</summary>
    public int WordMin { get; init; } = 1;

    /// <summary>Longest run of whole words that is a feature, up to 3; 0 leaves word features out.</summary>
    public int WordMax { get; init; } = 2;

    /// <summary>Shortest run of characters that is a feature.</summary>
    public int CharMin { get; init; } = 3;

    /// <summary>Longest run of characters that is a feature, up to 8; 0 leaves character features out.</summary>
    public int CharMax { get; init; } = 4;

    /// <summary>
    /// Factor on word features before a text is scaled to length 1. Character n-grams outnumber words about four to one; this
    /// gives words back some of their say.
    /// </summary>
    public double WordWeight { get; init; } = 1.5;

    /// <summary>A feature must occur in this many texts. Below 500 texts every feature is kept, whatever stands here.</summary>
    public int MinimumTexts { get; init; } = 2;

    /// <summary>Most features that are kept: those in most texts. Bounds memory and file size (one byte per feature and label).</summary>
    public int MaximumFeatures { get; init; } = 200_000;

    /// <summary>The cost C of one misfit text against the size of the weights; higher fits the training texts more closely.</summary>
    public double Cost { get; init; } = 60;

    /// <summary>Most passes over the texts.</summary>
    public int MaximumEpochs { get; init; } = 25;

    /// <summary>Training stops when a pass moves on average less than this share of each text's dual weight.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Whether rare labels count as much as frequent ones.</summary>
    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.None;

    /// <summary>
    /// Share of the texts that is held out of a second fit to find the temperature; 0 leaves the probabilities uncalibrated.
    /// Small sets are held out part by part until 1,000 texts have been judged.
    /// </summary>
    public double CalibrationShare { get; init; } = 0.2;

    /// <summary>Keep weights in 8 bits instead of 32: a quarter of the memory and the file.</summary>
    public bool Quantise { get; init; } = true;

    /// <summary>Seeds every shuffle.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to train with; 0 takes every core. The result is the same to the bit for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentException">Names every setting that is out of range.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(WordMax is >= 0 and <= NGramScanner.MostWords, $"WordMax must be between 0 and {NGramScanner.MostWords}");
        Require(WordMax == 0 || (WordMin >= 1 && WordMin <= WordMax), "WordMin must be between 1 and WordMax");
        Require(CharMax is >= 0 and <= NGramScanner.MostCharacters, $"CharMax must be between 0 and {NGramScanner.MostCharacters}");
        Require(CharMax == 0 || (CharMin >= 1 && CharMin <= CharMax), "CharMin must be between 1 and CharMax");
        Require(WordMax > 0 || CharMax > 0, "WordMax and CharMax cannot both be 0");
        Require(WordWeight is > 0 and <= 100, "WordWeight must be above 0 and at most 100");
        Require(MinimumTexts >= 1, "MinimumTexts must be at least 1");
        Require(MaximumFeatures is >= 1 and <= MostFeatures, $"MaximumFeatures must be between 1 and {MostFeatures}");
        Require(Cost is > 0 and <= 1e6, "Cost must be above 0 and at most 1,000,000");
        Require(MaximumEpochs >= 1, "MaximumEpochs must be at least 1");
        Require(Tolerance > 0, "Tolerance must be above 0");
        Require(CalibrationShare is >= 0 and <= 0.5, "CalibrationShare must be between 0 and 0.5");
        Require(Threads >= 0, "Threads must not be negative");
        if (faults.Count > 0) throw new ArgumentException($"Text classifier settings: {string.Join("; ", faults)}.");

        void Require(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
