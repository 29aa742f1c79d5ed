using System.Collections.Frozen;

namespace HybridAi.Learning.Answering;

/// <summary>What kind of thing would answer a question.</summary>
[Flags]
public enum AnswerKinds
{
    /// <summary>Nothing that its form tells.</summary>
    None = 0,

    /// <summary>A number.</summary>
    Number = 1,

    /// <summary>An amount of money.</summary>
    Money = 2,

    /// <summary>A percentage.</summary>
    Percent = 4,

    /// <summary>A length of time.</summary>
    Duration = 8,

    /// <summary>A date, a year, a day or a time of day.</summary>
    Time = 16,

    /// <summary>A number with a unit: a size, a weight, a distance.</summary>
    Measure = 32,

    /// <summary>How often something happens.</summary>
    Frequency = 64,

    /// <summary>A person, a group or a place, named.</summary>
    Name = 128,
}

/// <summary>Which kinds of thing a question asks for and a text holds.</summary>
/// <remarks>The question types of Li and Roth 2002, "Learning question classifiers", as far as a word or two tell them.</remarks>
public static class AnswerKindRules
{
    private static readonly FrozenSet<string> TimeUnits = Set("second seconds minute minutes hour hours day days week weeks weekend month months year years decade decades century centuries midnight");
    private static readonly FrozenSet<string> Dates = Set(
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
        + "today tomorrow yesterday midnight noon spring summer autumn winter");
    private static readonly FrozenSet<string> Units = Set(
        "kg g grams kilograms kilogram pounds tonnes tons ton mm cm m km metres meters metre meter kilometres kilometers miles mile feet foot inches inch yards acres "
        + "litres liters gallons mb gb kb tb bytes dpi hz khz mhz ghz watts kw mw degrees °c pixels rows characters square hectares kelvin bits points");
    private static readonly FrozenSet<string> Often = Set("every daily weekly monthly yearly annually hourly once twice times each");
    private static readonly FrozenSet<string> Costs = Set("cost costs price prices pay pays paid fee fees charge charges charged surcharge worth expensive spend owe cheap cheapest tariff budget salary revenue");
    private static readonly FrozenSet<string> Sizes = Set("big tall heavy large high wide deep thick small fast far heaviest tallest biggest largest weight size length height width distance dimensions measurements maximum speed temperature");

    /// <summary>The kinds that a question asks for.</summary>
    public static AnswerKinds Asked(ReadOnlySpan<AnswerToken> question)
    {
        var asked = AnswerKinds.None;
        for (var i = 0; i < question.Length; i++)
        {
            var next = i + 1 < question.Length ? question[i + 1].Word : "";
            asked |= question[i].Word switch
            {
                "how" => How(next, question),
                "when" when !IsClause(question, i) => AnswerKinds.Time | AnswerKinds.Duration,
                "deadline" => AnswerKinds.Time | AnswerKinds.Duration,
                "who" or "whom" or "whose" => AnswerKinds.Name,
                "what" or "which" => What(question[(i + 1)..Math.Min(question.Length, i + 4)]),
                "latest" or "earliest" or "soonest" => AnswerKinds.Time | AnswerKinds.Duration,
                "percentage" or "percent" => AnswerKinds.Percent,
                _ => AnswerKinds.None,
            };
        }

        if ((asked & ~AnswerKinds.Name) == AnswerKinds.None && Any(question, Costs) && Any(question, Set("what how"))) asked |= AnswerKinds.Money;
        return asked;
    }

    /// <summary>The kinds of thing that a text holds and the question does not itself name.</summary>
    /// <param name="text">The text's words.</param>
    /// <param name="known">The stems of the question: what it says itself answers nothing.</param>
    public static AnswerKinds Held(ReadOnlySpan<AnswerToken> text, IReadOnlySet<string> known)
    {
        var held = AnswerKinds.None;
        for (var i = 0; i < text.Length; i++)
        {
            var token = text[i];
            if (Often.Contains(token.Word)) held |= AnswerKinds.Frequency;
            if (known.Contains(token.Stem)) continue;
            if (Dates.Contains(token.Word) && (token.Word != "may" || token.Is(TokenMarks.Name))) held |= AnswerKinds.Time;
            if (token.Is(TokenMarks.Name)) held |= AnswerKinds.Name;
            if (!token.Is(TokenMarks.Number)) continue;
            held |= AnswerKinds.Number;
            if (token.Is(TokenMarks.Money)) held |= AnswerKinds.Money;
            if (token.Is(TokenMarks.Percent)) held |= AnswerKinds.Percent;
            if (IsYear(token.Word)) held |= AnswerKinds.Time;
            for (var j = i + 1; j <= i + 3 && j < text.Length; j++)
            {
                if (TimeUnits.Contains(text[j].Word)) held |= AnswerKinds.Duration;
                if (Units.Contains(text[j].Word)) held |= AnswerKinds.Measure;
                if (j == i + 1 && text[j].Is(TokenMarks.Number) && text[j].Start == token.Start + token.Length + 1 && token.Length <= 2 && text[j].Length == 2) held |= AnswerKinds.Time;
            }
        }

        return held;
    }

    // "When can I …" asks; "When I try to void, …" sets the scene, and so does "the day when it came".
    private static bool IsClause(ReadOnlySpan<AnswerToken> question, int at)
    {
        if (at + 1 >= question.Length) return false;
        return question[at + 1].Word is "i" or "we" or "you" or "he" or "she" or "they" or "it" or "the" or "a" or "an" or "my" or "our" or "your" or "his" or "her" or "their";
    }

    private static AnswerKinds How(string next, ReadOnlySpan<AnswerToken> question) => next switch
    {
        "many" => AnswerKinds.Number,
        "much" => Any(question, Costs) ? AnswerKinds.Money : AnswerKinds.Number | AnswerKinds.Money | AnswerKinds.Measure,
        "long" => AnswerKinds.Duration | AnswerKinds.Measure,
        "soon" or "quickly" or "old" or "late" => AnswerKinds.Duration | AnswerKinds.Time,
        "often" or "frequently" => AnswerKinds.Frequency,
        _ when Sizes.Contains(next) => AnswerKinds.Measure | AnswerKinds.Number,
        _ => AnswerKinds.None,
    };

    private static AnswerKinds What(ReadOnlySpan<AnswerToken> following)
    {
        foreach (var token in following)
        {
            if (token.Word is "year" or "date" or "day" or "time" or "month" or "century" or "decade" or "years" or "days") return AnswerKinds.Time;
            if (token.Word is "number" or "amount" or "population") return AnswerKinds.Number;
            if (token.Word is "percentage" or "percent") return AnswerKinds.Percent;
            if (Costs.Contains(token.Word)) return AnswerKinds.Money;
            if (Sizes.Contains(token.Word)) return AnswerKinds.Measure | AnswerKinds.Number;
        }

        return AnswerKinds.None;
    }

    private static bool IsYear(string word) => word.Length == 4 && int.TryParse(word, out var year) && year is >= 1000 and <= 2100;

    private static bool Any(ReadOnlySpan<AnswerToken> tokens, FrozenSet<string> words)
    {
        foreach (var token in tokens)
            if (words.Contains(token.Word))
                return true;
        return false;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
