namespace HybridAi.Learning.Answering;

/// <summary>What a word is besides its letters.</summary>
[Flags]
public enum TokenMarks
{
    /// <summary>A plain word.</summary>
    None = 0,

    /// <summary>A word that says little by itself: an article, a pronoun, a question word.</summary>
    Stop = 1,

    /// <summary>A word that by its capitals names something.</summary>
    Name = 2,

    /// <summary>A number in digits or in a word; also what mixes digits with letters, such as A6.</summary>
    Number = 4,

    /// <summary>A number that is an amount of money.</summary>
    Money = 8,

    /// <summary>A number that is a percentage.</summary>
    Percent = 16,
}

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="Word">In lower case, without a possessive.</param>
/// <param name="Stem">What it is compared by: Porter's stem, or a number's digits whichever way it is written.</param>
/// <param name="Marks">What it is.</param>
public readonly record struct AnswerToken(int Start, int Length, string Word, string Stem, TokenMarks Marks)
{
    /// <summary>Whether it says something of what a text is about.</summary>
    public bool IsContent => (Marks & TokenMarks.Stop) == 0;

    /// <summary>Whether it has a mark.</summary>
    public bool Is(TokenMarks mark) => (Marks & mark) != 0;
}
