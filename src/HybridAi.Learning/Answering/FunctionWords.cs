using System.Collections.Frozen;

namespace HybridAi.Learning.Answering;

/// <summary>English words that say little of what a text is about, and numbers written as words.</summary>
internal static class FunctionWords
{
    private static readonly FrozenSet<string> Stops = (
        "a an the this that these those some any each every either neither both such own same other another much many more most few less least lot lots "
        + "i me my mine myself we us our ours ourselves you your yours yourself he him his she her hers it its they them their theirs one ones somebody someone "
        + "anybody anyone everybody everyone nobody something anything everything nothing there here "
        + "who whom whose what which when where why how whether "
        + "am is are was were be been being do does did done doing have has had having will would shall should can could may might must ought need "
        + "not no nor never yes and or but if then than so because as while until till although though unless since "
        + "of at by for with about against between into through during before after above below to from up down in out on off over under again once upon within without per via "
        + "just only very too also still already yet even ever now please also really quite rather else instead etc "
        + "get gets got getting go goes going gone went come comes came let lets make makes made want wants wanted tell say says said know like kind sort thing things way "
        + "don't doesn't didn't can't couldn't won't wouldn't isn't aren't wasn't weren't haven't hasn't hadn't shouldn't "
        + "i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll he's she's it's they're they've that's what's there's here's let's who's where's how's").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Numbers = new Dictionary<string, string>
    {
        ["zero"] = "0", ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9",
        ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12", ["thirteen"] = "13", ["fourteen"] = "14", ["fifteen"] = "15", ["sixteen"] = "16", ["seventeen"] = "17",
        ["eighteen"] = "18", ["nineteen"] = "19", ["twenty"] = "20", ["thirty"] = "30", ["forty"] = "40", ["fifty"] = "50", ["sixty"] = "60", ["seventy"] = "70",
        ["eighty"] = "80", ["ninety"] = "90", ["hundred"] = "100", ["thousand"] = "1000", ["million"] = "1000000", ["billion"] = "1000000000",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a word, in lower case with straight apostrophes, says little.</summary>
    public static bool Contain(string word) => Stops.Contains(word);

    /// <summary>The digits of a number in words; null where the word is none.</summary>
    public static string? Digits(string word) => Numbers.GetValueOrDefault(word);
}
