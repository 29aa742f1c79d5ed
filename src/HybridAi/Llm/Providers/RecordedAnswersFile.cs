using System.Globalization;
using System.Text.Json;

namespace HybridAi.Llm.Providers;

/// <summary>One line of a file of recorded answers.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Id">The input's id; null where it has none.</param>
/// <param name="Text">The input.</param>
/// <param name="Gold">The right label; null where it is not known.</param>
/// <param name="Answers">By model; a model without an answer is not among them.</param>
public sealed record RecordedRow(long Line, string? Id, string Text, string? Gold, IReadOnlyDictionary<string, RecordedAnswer> Answers);

/// <summary>Reads a file of recorded answers: one JSON object a line with the text and, by model, label, costUsd, latencyMs, confidence, reason.</summary>
public static class RecordedAnswersFile
{
    /// <summary>All answers of the file, or what is wrong with it and on which line.</summary>
    public static async Task<Outcome<RecordedAnswers>> ReadAsync(string path, CancellationToken cancellation)
        => (await ReadRowsAsync(path, cancellation)).Then<RecordedAnswers>(rows =>
        {
            var answers = new RecordedAnswers();
            foreach (var row in rows)
                foreach (var (model, answer) in row.Answers)
                    answers.Add(model, row.Text, answer);
            return answers;
        });

    /// <summary>All lines of the file in their order, or what is wrong with it and on which line.</summary>
    public static async Task<Outcome<IReadOnlyList<RecordedRow>>> ReadRowsAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return Fault.NotFound("answers-missing", "There is no such file of recorded answers.", path);
        var rows = new List<RecordedRow>();
        var number = 0;
        try
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellation))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                if (!ReadLine(line, number).Succeeded(out var row, out var fault)) return fault with { Place = $"{path}:{number}" };
                rows.Add(row);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fault.Unavailable("answers-unreadable", failure.Message, path);
        }

        return rows.Any(row => row.Answers.Count > 0) ? rows : Unreadable("The file holds no answers.") with { Place = path };
    }

    private static Outcome<RecordedRow> ReadLine(string line, int number)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Unreadable("A line is one JSON object.");
            if (Text(root, "text") is not { } text) return Unreadable("'text' is missing or no string.");
            if (!root.TryGetProperty("answers", out var answers) || answers.ValueKind != JsonValueKind.Object)
                return Unreadable("'answers' is missing or no object.");
            var byModel = new Dictionary<string, RecordedAnswer>(StringComparer.Ordinal);
            foreach (var (model, answer) in answers.EnumerateObject().Select(property => (property.Name, property.Value)))
            {
                if (answer.ValueKind == JsonValueKind.Null) continue;
                if (answer.ValueKind != JsonValueKind.Object || Label(answer, "label") is not { } label)
                    return Unreadable($"The answer of '{model}' has no label.");
                if (!Number(answer, "confidence", most: 1, out var confidence)) return Unreadable($"The confidence of '{model}' is not between 0 and 1.");
                if (!Number(answer, "costUsd", most: 1e6, out var cost)) return Unreadable($"The costUsd of '{model}' is not an amount of dollars.");
                if (!Number(answer, "latencyMs", most: 1e9, out var latency)) return Unreadable($"The latencyMs of '{model}' is not a time in milliseconds.");
                byModel[model] = new(label, confidence, (decimal?)cost, latency is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Text(answer, "reason"));
            }

            return new RecordedRow(number, Label(root, "id"), text, Label(root, "gold"), byModel);
        }
        catch (JsonException failure)
        {
            return Unreadable(string.Create(CultureInfo.InvariantCulture, $"The line is no JSON: column {failure.BytePositionInLine + 1}."));
        }
    }

    private static Fault Unreadable(string reason) => Fault.BadInput("answers-unreadable", reason);

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Labels may be numbers: the answers of regression problems are.
    private static string? Label(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(element, name);

    // False: it is there and not a number from 0 to most.
    private static bool Number(JsonElement element, string name, double most, out double? number)
    {
        number = null;
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var found) || !(found >= 0 && found <= most)) return false;
        number = found;
        return true;
    }
}
