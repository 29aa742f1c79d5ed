using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Structured;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Curate.Labelling;

/// <summary>What a model is asked about several texts at once, and which answer belongs to which text: by ids, never by their order.</summary>
internal sealed class BatchQuestion
{
    private const int IdDigits = 12;

    private readonly Prompt _prompt;
    private readonly LabelQuestion _question;
    private readonly AnswerSchema _sent;
    private readonly JsonElement _one;

    public BatchQuestion(Prompt prompt, Project project)
    {
        (_prompt, _question) = (prompt, LabelQuestion.Of(project));
        _one = AnswerSchema.Of<SaidOfText>("answer").With(LabelQuestion.LabelProperty, project.Form.AnswerSchema()).Json;
        _sent = Answers(JsonNode.Parse(_one.GetRawText())!);
        Read = Answers(JsonValue.Create(true));
    }

    /// <summary>What the answer as a whole is held to.</summary>
    public AnswerSchema Read { get; }

    /// <summary>
    /// The texts' ids, each made from all texts of the call: who writes one of them would have to know the hash of it to close it or to speak for
    /// another.
    /// </summary>
    public static IReadOnlyList<string> Ids(IReadOnlyList<string> texts)
    {
        var all = ContentHash.Of([.. texts]);
        return [.. texts.Select((_, place) => ContentHash.Of("batch", all, place.ToString(CultureInfo.InvariantCulture))[..IdDigits])];
    }

    public Outcome<IReadOnlyList<ChatMessage>> Render(IReadOnlyList<string> texts)
    {
        var ids = Ids(texts);
        return _prompt.Render(new Dictionary<string, object?>(_question.OfProject)
        {
            ["count"] = texts.Count.ToString(CultureInfo.InvariantCulture),
            ["texts"] = texts.Select((text, place) => new Dictionary<string, object?> { ["id"] = ids[place], ["text"] = text }).ToArray(),
        });
    }

    /// <summary>The model's settings for so many texts; the prompt's longest answer is that of one.</summary>
    public ChatOptions Options(int texts, ModelOptions model)
    {
        var options = _prompt.Options();
        options.MaxOutputTokens *= texts;
        if (options.MaxOutputTokens > model.MaxOutputTokens) options.MaxOutputTokens = model.MaxOutputTokens;
        if (model.Capabilities.JsonSchema) options.ResponseFormat = _sent.Format;
        return options;
    }

    /// <summary>The answer to each text that got exactly one that holds to the schema; null for all others.</summary>
    public IReadOnlyList<(SaidLabel Said, IReadOnlyList<string> Notes)?> Match(SaidBatch said, IReadOnlyList<string> texts)
    {
        var byId = said.Answers.Select(Fit).OfType<(SaidOfText Said, IReadOnlyList<string> Notes)>().ToLookup(answer => answer.Said.Id, StringComparer.Ordinal);
        return
        [
            .. Ids(texts).Select(id => byId[id].ToList() is [var (one, notes)]
                ? (new SaidLabel(one.Label, one.Confidence, one.Reason), notes)
                : ((SaidLabel, IReadOnlyList<string>)?)null),
        ];
    }

    private (SaidOfText Said, IReadOnlyList<string> Notes)? Fit(JsonElement answer)
    {
        var fit = SchemaFit.Of(answer, _one);
        return fit.Faults.Count == 0 && fit.Value is JsonObject value ? (value.Deserialize<SaidOfText>(AnswerSchema.Reading)!, fit.Notes) : null;
    }

    private static AnswerSchema Answers(JsonNode items)
        => AnswerSchema.Of<SaidBatch>("labels", "The labels of several texts.").With("answers", new JsonObject { ["type"] = "array", ["items"] = items });
}
