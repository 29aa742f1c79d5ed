using System.Text;
using System.Text.Json;

namespace HybridAi.Curate.Labelling;

/// <summary>Finds the JSON object that a model was asked for among prose and code fences.</summary>
internal static class JsonObjectIn
{
    // An answer that opens more braces in vain than this is not one with a little prose around it.
    private const int MaxTries = 20;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The first object in <paramref name="text"/> that has the property <paramref name="holding"/>; null where there is none.</summary>
    public static JsonElement? Find(string text, string holding)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (int tries = 0, start = bytes.AsSpan().IndexOf((byte)'{'); start >= 0 && tries < MaxTries; tries++)
        {
            if (TryParse(bytes.AsSpan(start)) is { } found && found.TryGetProperty(holding, out _)) return found;
            var next = bytes.AsSpan(start + 1).IndexOf((byte)'{');
            start = next < 0 ? -1 : start + 1 + next;
        }

        return null;
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
