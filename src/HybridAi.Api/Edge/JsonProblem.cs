using System.Text.Json;
using System.Text.RegularExpressions;

namespace HybridAi.Api.Edge;

/// <summary>A body that is not the JSON that is read here, with the place of the first thing wrong.</summary>
internal static partial class JsonProblem
{
    public static Fault FaultOf(JsonException wrong)
        => Fault.BadInput("json-unreadable", $"The body is not the JSON that is read here: {Sentence(wrong.Message)}", Place(wrong));

    // The reader counts from 0, people and editors from 1.
    private static string Place(JsonException wrong)
    {
        var position = $"line {(wrong.LineNumber ?? 0) + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1}";
        return wrong.Path is null or "$" ? position : $"{wrong.Path}, {position}";
    }

    // The reader's own sentences name .NET types and repeat the place; those about syntax are fit for the caller as they stand.
    private static string Sentence(string message)
    {
        if (Unknown().Match(message) is { Success: true } unknown) return $"'{unknown.Groups[1].Value}' is not known here.";
        if (Missing().Match(message) is { Success: true } missing) return $"required and missing: {missing.Groups[1].Value}.";
        if (Twice().Match(message) is { Success: true } twice) return $"'{twice.Groups[1].Value}' stands twice.";
        if (Null().IsMatch(message)) return "null can't stand here.";
        if (Conversion().IsMatch(message)) return "the value is of another type than the one read here.";
        return Syntax().Match(message).Groups[1].Value;
    }

    [GeneratedRegex(@"^The JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"was missing required properties including: (.*?)\.")]
    private static partial Regex Missing();

    [GeneratedRegex(@"^Duplicate property '(.*?)' encountered")]
    private static partial Regex Twice();

    [GeneratedRegex(@"doesn't allow null values")]
    private static partial Regex Null();

    [GeneratedRegex(@"could not be converted to|on type '|of type '")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"^(.*?)(?: Path: | LineNumber: |$)", RegexOptions.Singleline)]
    private static partial Regex Syntax();
}
