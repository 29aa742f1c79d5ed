using System.Text.Json;

namespace HybridAi.Api.Edge;

/// <summary>A body that is not the JSON that is read here, with the place of the first thing wrong.</summary>
internal static class JsonProblem
{
    public static Fault FaultOf(JsonException wrong)
        => Fault.BadInput("json-unreadable", $"The body is not the JSON that is read here: {Sentence(wrong)}", Place(wrong));

    // The reader counts from 0, people and editors from 1.
    private static string Place(JsonException wrong)
    {
        var position = $"line {(wrong.LineNumber ?? 0) + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1}";
        return wrong.Path is null or "$" ? position : $"{wrong.Path}, {position}";
    }

    // The message ends with the position in the reader's own words, and names .NET types where a member is missing or unknown.
    private static string Sentence(JsonException wrong)
    {
        var message = wrong.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];
        const string mapping = "could not be mapped to any .NET member contained in type";
        if (message.IndexOf(mapping, StringComparison.Ordinal) is var unknown and >= 0) return $"{message[..unknown]}is not known here.";
        const string missing = "was missing required properties including: ";
        if (message.IndexOf(missing, StringComparison.Ordinal) is var at and >= 0) return $"required but missing: {message[(at + missing.Length)..]}";
        const string conversion = "The JSON value could not be converted to ";
        return message.StartsWith(conversion, StringComparison.Ordinal) ? "the value has another type than the one read here." : message;
    }
}
