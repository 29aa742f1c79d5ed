using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Documents.Answering;

/// <summary>Questions with reference answers, a JSON object a line: <c>id, question, answerable, answer, sources, evidence</c>.</summary>
public static class KnownQuestionFile
{
    private const int MostEvidence = 50;

    /// <summary>The questions, or the first line that is none: <c>questions-missing</c>, <c>questions-invalid</c>.</summary>
    public static async Task<Outcome<IReadOnlyList<KnownQuestion>>> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return Fault.BadInput("questions-missing", "There is no such file of questions.", file);
        var (questions, number) = (new List<KnownQuestion>(), 0);
        await foreach (var line in File.ReadLinesAsync(file, cancellation))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (!Parse(line, number, file).Succeeded(out var question, out var fault)) return fault;
            questions.Add(question);
        }

        return questions.Count == 0 ? Fault.BadInput("questions-invalid", "The file holds no question.", file) : Success.Of<IReadOnlyList<KnownQuestion>>(questions);
    }

    private static Outcome<KnownQuestion> Parse(string line, int number, string file)
    {
        var place = $"{file}, line {number}";
        try
        {
            var row = JsonSerializer.Deserialize<Row>(line, Json.Options);
            if (string.IsNullOrWhiteSpace(row?.Question)) return Fault.BadInput("questions-invalid", "The line has no 'question'.", place);
            if (row.Evidence?.Count > MostEvidence) return Fault.BadInput("questions-invalid", $"More than {MostEvidence} spans of evidence.", place);
            var evidence = (row.Evidence ?? []).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => new KnownEvidence(text)).ToList();
            return new KnownQuestion(row.Id ?? $"line-{number}", row.Question, row.Answerable ?? evidence.Count > 0, row.Answer ?? "", evidence);
        }
        catch (JsonException broken)
        {
            return Fault.BadInput("questions-invalid", $"The line is no such JSON object: {broken.Message}", place);
        }
    }

    private sealed record Row(string? Id, string? Question, bool? Answerable, string? Answer, IReadOnlyList<string>? Evidence);
}
