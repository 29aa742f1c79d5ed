using System.Globalization;
using System.Text.Json;

namespace HybridAi.Documents.Retrieval.Evaluation;

/// <summary>One document of an evaluation.</summary>
internal sealed record JudgedDocument(string Id, string Title, string Text);

/// <summary>One query with the grades of the documents that were judged for it.</summary>
internal sealed record JudgedQuery(string Id, string Text, IReadOnlyDictionary<string, int> Grades);

/// <summary>
/// Reads the files of a retrieval benchmark as BEIR lays them out: JSON lines of <c>_id</c>, <c>title</c> and <c>text</c> (or <c>sentences</c>, joined by a
/// blank), JSON lines of queries, and judgements as tab-separated lines of query, document and grade under a header.
/// </summary>
internal static class RetrievalFiles
{
    public static async Task<Outcome<IReadOnlyList<JudgedDocument>>> ReadCorpusAsync(string file, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return await ReadJsonAsync<JudgedDocument>(file, "The corpus holds no document.", line =>
        {
            if (Text(line, "_id") is not { Length: > 0 } id) return Wrong("'_id' is missing or no text.");
            if (!seen.Add(id)) return Wrong($"The document '{id}' is there twice.");
            if (Body(line) is not { } text) return Wrong("'text' (or 'sentences', a list of texts) is missing or no text.");
            if (line.TryGetProperty("title", out var title) && title.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) return Wrong("'title' is no text.");
            return new JudgedDocument(id, Text(line, "title") ?? "", text);
        }, cancellation);
    }

    /// <summary>The texts of the queries by id.</summary>
    public static async Task<Outcome<Dictionary<string, string>>> ReadQueriesAsync(string file, CancellationToken cancellation)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = await ReadJsonAsync<string>(file, "The file holds no query.", line =>
        {
            if (Text(line, "_id") is not { Length: > 0 } id) return Wrong("'_id' is missing or no text.");
            if (Text(line, "text") is not { } text) return Wrong("'text' is missing or no text.");
            return texts.TryAdd(id, text) ? id : Wrong($"The query '{id}' is there twice.");
        }, cancellation);
        return read.Then<Dictionary<string, string>>(_ => texts);
    }

    /// <summary>The queries that have a judgement, in the order of the judgements. A query whose judgements are all 0 has no relevant document and is left out.</summary>
    public static async Task<Outcome<IReadOnlyList<JudgedQuery>>> ReadJudgementsAsync(
        string file, IReadOnlyDictionary<string, string> queries, IReadOnlySet<string> documents, CancellationToken cancellation)
    {
        var grades = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var number = 0;
        try
        {
            await foreach (var line in File.ReadLinesAsync(file, cancellation))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                var columns = line.TrimEnd('\r').Split('\t');
                if (number == 1)
                {
                    if (columns is ["query-id", "corpus-id", "score"]) continue;
                    return At(Wrong("The first line names the columns query-id, corpus-id and score, with tabs between them."), file, number);
                }

                if (columns is not [var query, var document, var score]) return At(Wrong($"A line has three columns with tabs between them; this one has {columns.Length}."), file, number);
                if (!int.TryParse(score, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grade)) return At(Wrong($"The score '{score}' is no whole number."), file, number);
                if (!queries.ContainsKey(query)) return At(Wrong($"There is no query '{query}' in the queries."), file, number);
                if (!documents.Contains(document)) return At(Wrong($"There is no document '{document}' in the corpus."), file, number);
                if (!grades.TryGetValue(query, out var ofQuery)) grades[query] = ofQuery = new(StringComparer.Ordinal);
                if (!ofQuery.TryAdd(document, grade)) return At(Wrong($"The document '{document}' is judged twice for the query '{query}'."), file, number);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Missing(file, failure);
        }

        JudgedQuery[] judged = [.. grades.Where(query => query.Value.Values.Any(grade => grade > 0)).Select(query => new JudgedQuery(query.Key, queries[query.Key], query.Value))];
        return judged.Length > 0 ? judged : Wrong("No query has a relevant document.") with { Place = file };
    }

    private static async Task<Outcome<IReadOnlyList<T>>> ReadJsonAsync<T>(string file, string nothing, Func<JsonElement, Outcome<T>> read, CancellationToken cancellation)
        where T : notnull
    {
        var (all, number) = (new List<T>(), 0);
        try
        {
            await foreach (var line in File.ReadLinesAsync(file, cancellation))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                using var parsed = JsonDocument.Parse(line);
                if (parsed.RootElement.ValueKind != JsonValueKind.Object) return At(Wrong("A line is one JSON object."), file, number);
                if (!read(parsed.RootElement).Succeeded(out var one, out var fault)) return At(fault, file, number);
                all.Add(one);
            }
        }
        catch (JsonException failure)
        {
            return At(Wrong(string.Create(CultureInfo.InvariantCulture, $"The line is no JSON: column {failure.BytePositionInLine + 1}.")), file, number);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Missing(file, failure);
        }

        return all.Count > 0 ? all : Wrong(nothing) with { Place = file };
    }

    private static string? Body(JsonElement line)
    {
        if (Text(line, "text") is { } text) return text;
        if (!line.TryGetProperty("sentences", out var sentences) || sentences.ValueKind != JsonValueKind.Array) return null;
        return sentences.EnumerateArray().All(sentence => sentence.ValueKind == JsonValueKind.String)
            ? string.Join(' ', sentences.EnumerateArray().Select(sentence => sentence.GetString()))
            : null;
    }

    private static string? Text(JsonElement line, string name)
        => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Fault Wrong(string reason) => Fault.BadInput("retrieval-file-unreadable", reason);

    private static Fault At(Fault fault, string file, int line) => fault with { Place = $"{file}:{line}" };

    private static Fault Missing(string file, Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException
        ? Fault.NotFound("retrieval-file-missing", "There is no such file.", file)
        : Fault.Unavailable("retrieval-file-unreadable", failure.Message, file);
}
