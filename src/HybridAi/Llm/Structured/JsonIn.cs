using System.Text.Json;

namespace HybridAi.Llm.Structured;

/// <summary>Finds the JSON object that a model was asked for among prose and code fences.</summary>
internal static class JsonIn
{
    // An answer that opens more braces in vain than this is not one with a little prose around it.
    private const int MaxTries = 20;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The first object that has one of these properties, else the first object at all; null where there is none.</summary>
    /// <param name="answer">The answer in UTF-8.</param>
    /// <param name="properties">The names that the schema knows.</param>
    /// <param name="offset">Where the object begins.</param>
    public static JsonElement? Find(ReadOnlySpan<byte> answer, IReadOnlyCollection<string> properties, out int offset)
    {
        JsonElement? first = null;
        offset = 0;
        for (int tries = 0, start = answer.IndexOf((byte)'{'); start >= 0 && tries < MaxTries; tries++)
        {
            if (TryParse(answer[start..]) is { } found)
            {
                var fits = found.EnumerateObject().Any(property => properties.Contains(property.Name, StringComparer.OrdinalIgnoreCase));
                if (fits || first is null) (first, offset) = (found, start);
                if (fits) break;
            }

            var next = answer[(start + 1)..].IndexOf((byte)'{');
            start = next < 0 ? -1 : start + 1 + next;
        }

        return first;
    }

    /// <summary>Where the text of a property stands, without its quotes; null where the object has no such text.</summary>
    public static Range? TextOf(ReadOnlySpan<byte> answer, int offset, string property)
    {
        var reader = new Utf8JsonReader(answer[offset..], Tolerant);
        Range? found = null;
        try
        {
            while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0))
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
                var named = property.Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase);
                reader.Read();
                if (named && reader.TokenType == JsonTokenType.String)
                    found = (offset + (int)reader.TokenStartIndex + 1)..(offset + (int)reader.BytesConsumed - 1);
                reader.TrySkip();
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }

        return found;
    }

    private static JsonElement? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, Tolerant);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
