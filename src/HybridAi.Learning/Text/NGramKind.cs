namespace HybridAi.Learning.Text;

/// <summary>What kind of surface a feature has.</summary>
public enum NGramKind
{
    /// <summary>One or more whole words in a row.</summary>
    Words,

    /// <summary>Consecutive characters within one word, its edges included.</summary>
    Characters,
}
