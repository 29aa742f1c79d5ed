using System.Text.Json;

namespace HybridAi.Llm.Gateway;

/// <summary>Reads labelled pairs from JSON lines of <c>first</c>, <c>second</c> and <c>same</c>. Any bad line is a fault: one passed over would change the bound.</summary>
public static class SemanticPairFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>All pairs of the file; a fault with file and line at the first bad one.</summary>
    public static async Task<Outcome<IReadOnlyList<SemanticPair>>> ReadAsync(string path, CancellationToken cancellation)
    {
        var pairs = new List<SemanticPair>();
        var number = 0;
        try
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellation))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                var pair = JsonSerializer.Deserialize<SemanticPair>(line, Strict);
                if (string.IsNullOrWhiteSpace(pair?.First) || string.IsNullOrWhiteSpace(pair.Second)) return Bad("Both texts of a pair need to say something.");
                pairs.Add(pair);
            }
        }
        catch (JsonException)
        {
            return Bad("""The line is not a pair: {"first": "…", "second": "…", "same": true}.""");
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return Fault.BadInput("pairs-unreadable", unread.Message, path);
        }

        return pairs.Count == 0 ? Fault.BadInput("pairs-missing", "The file holds no pair.", path) : Success.Of<IReadOnlyList<SemanticPair>>(pairs);

        Fault Bad(string reason) => Fault.BadInput("pair-invalid", reason, $"{path}:{number}");
    }
}
