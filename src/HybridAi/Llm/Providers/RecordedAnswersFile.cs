using System.Globalization;
using System.Text.Json;

namespace HybridAi.Llm.Providers;

/// <summary>Reads a file of recorded answers: one JSON object a line with the text and, by model, label, costUsd, latencyMs, confidence, reason.</summary>
public static class RecordedAnswersFile
{
    /// <summary>All answers of the file, or what is wrong with it and on which line.</summary>
    public static async Task<Outcome<RecordedAnswers>> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return Fault.NotFound("answers-missing", "There is no such file of recorded answers.", path);
        var answers = new RecordedAnswers();
        var number = 0;
        try
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellation))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                if (ReadLine(line, answers) is { } reason) return Fault.BadInput("answers-unreadable", reason, $"{path}:{number}");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fault.Unavailable("answers-unreadable", failure.Message, path);
        }

        return answers.Models.Count > 0
            ? answers
            : Fault.BadInput("answers-unreadable", "The file holds no answers.", path);
    }

    private static string? ReadLine(string line, RecordedAnswers into)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return "A line is one JSON object.";
            if (Text(root, "text") is not { } text) return "'text' is missing or no string.";
            if (!root.TryGetProperty("answers", out var answers) || answers.ValueKind != JsonValueKind.Object)
                return "'answers' is missing or no object.";
            foreach (var (model, answer) in answers.EnumerateObject().Select(property => (property.Name, property.Value)))
            {
                if (answer.ValueKind != JsonValueKind.Object || Text(answer, "label") is not { } label)
                    return $"The answer of '{model}' has no label.";
                if (!Number(answer, "confidence", most: 1, out var confidence)) return $"The confidence of '{model}' is not between 0 and 1.";
                if (!Number(answer, "costUsd", most: 1e6, out var cost)) return $"The costUsd of '{model}' is not an amount of dollars.";
                if (!Number(answer, "latencyMs", most: 1e9, out var latency)) return $"The latencyMs of '{model}' is not a time in milliseconds.";
                into.Add(model, text, new RecordedAnswer(
                    label, confidence, (decimal?)cost, latency is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Text(answer, "reason")));
            }

            return null;
        }
        catch (JsonException failure)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The line is no JSON: column {failure.BytePositionInLine + 1}.");
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
