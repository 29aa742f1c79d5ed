using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Questions over paragraphs in the form of SQuAD (Rajpurkar et al. 2016): <c>data[].paragraphs[].{context, qas[]}</c>. Each paragraph is a document of one
/// passage, with the article's name for a title.
/// </summary>
public static class SquadFile
{
    /// <summary>The paragraphs and questions, or why the file can't be read: <c>questions-missing</c>, <c>questions-invalid</c>.</summary>
    public static async Task<Outcome<AnswerCorpus>> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return Fault.BadInput("questions-missing", "There is no such file of questions.", file);
        try
        {
            await using var stream = File.OpenRead(file);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
            return Read(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Fault.BadInput("questions-invalid", $"The file is not in the form of SQuAD: {broken.Message}", file);
        }
    }

    private static AnswerCorpus Read(JsonElement root)
    {
        var (documents, questions) = (new List<KnownDocument>(), new List<KnownQuestion>());
        foreach (var article in root.GetProperty("data").EnumerateArray())
        {
            var title = article.GetProperty("title").GetString()!.Replace('_', ' ');
            foreach (var paragraph in article.GetProperty("paragraphs").EnumerateArray())
            {
                var (text, id) = (paragraph.GetProperty("context").GetString()!, $"paragraph-{documents.Count}");
                var version = new DocumentVersion(AnswerCorpus.Tenant, id, ContentHash.Of(text), title, null, [], []);
                documents.Add(new(version, text, [new(0, text.Length, text, [])]));
                questions.AddRange(paragraph.GetProperty("qas").EnumerateArray().Select(asked => Question(asked, id) with { Group = title }));
            }
        }

        return new(documents, questions);
    }

    private static KnownQuestion Question(JsonElement asked, string document)
    {
        var answers = asked.GetProperty("answers").EnumerateArray()
            .Select(answer => new KnownEvidence(answer.GetProperty("text").GetString()!, document, answer.GetProperty("answer_start").GetInt32())).Take(1).ToList();
        return new(asked.GetProperty("id").GetString()!, asked.GetProperty("question").GetString()!, answers.Count > 0, answers.FirstOrDefault()?.Text ?? "", answers);
    }
}
