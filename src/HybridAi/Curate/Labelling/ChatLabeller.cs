using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Llm.Structured;
using HybridAi.Llm.Tokens;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Curate.Labelling;

/// <summary>Asks a model for the label of a text and holds what it says to the schema. A label is never guessed.</summary>
public sealed class ChatLabeller : IPromptedLabeller
{
    /// <summary>The name of the prompt that shows a model what is wrong with its answer.</summary>
    public const string RepairPromptName = "repair_answer";

    /// <summary>The code of the fault of an answer that stayed outside of the schema: the model was heard, and has no label to give.</summary>
    public const string OffSchema = "answer-off-schema";

    /// <summary>
    /// The confidence of an answer that gives none: as likely right as wrong. It says neither "trust me" nor "review me first", and a
    /// calibration that sees only this value learns the model's plain accuracy.
    /// </summary>
    public const double NoConfidence = 0.5;

    private const int MaxReason = 500;
    private const int MaxShot = 2_000;

    // Several answers to one text are worth something only where they may differ.
    private const float SampleTemperature = 0.7f;

    private static readonly JsonSerializerOptions Written = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Prompt? _repair;
    private readonly string _project;
    private readonly string _purpose;
    private readonly bool _measures;
    private readonly LabelQuestion _question;
    private readonly IShotSelector? _shots;
    private Payer _payer = Payer.Project;

    /// <summary>A labeller for one project.</summary>
    /// <param name="name">Its name: <c>llm:large</c>, <c>recorded:small</c>.</param>
    /// <param name="model">The model to ask.</param>
    /// <param name="prompt">The prompt to ask with, that of the project's kind.</param>
    /// <param name="project">The project, with its schema.</param>
    /// <param name="purpose">What the calls are for, in the ledger's word.</param>
    /// <param name="repair">The prompt for a second attempt; null: a broken answer stays one. What is recorded is never asked twice.</param>
    /// <param name="measures">Whether what a call costs is to be found out: then no kept answer will do, for it costs nothing.</param>
    /// <param name="shots">Chooses the examples that are shown; null: there are none.</param>
    public ChatLabeller(
        string name, Model model, Prompt prompt, Project project, string purpose, Prompt? repair = null, bool measures = false, IShotSelector? shots = null)
    {
        (_measures, _shots) = (measures, shots);
        (Name, Model, Prompt, _project, _purpose) = (name, model, prompt, project.Name, purpose);
        _repair = model.Options.Provider == RecordedProvider.MemberName ? null : repair;
        _question = LabelQuestion.Of(project);
        Version = ContentHash.Of(
            prompt.Hash, _repair?.Hash ?? "", model.Alias, model.Options.Provider, model.Options.Model, model.Options.LongText.ToString(), project.Hash());
        if (shots is not null) Version = ContentHash.Of(Version, shots.Version);
        Provenance = new(model.Alias, prompt.Hash, ContentHash.OfJson(new { prompt.Settings, model.Options.Provider, model.Options.Model, Shots = shots?.Version }));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The settings stand in the prompt file and are in its hash. The content of a file of recorded answers is not.</remarks>
    public string Version { get; }

    /// <inheritdoc/>
    public LabellerProvenance Provenance { get; }

    /// <summary>The model that it asks.</summary>
    public Model Model { get; }

    /// <inheritdoc/>
    public int? MostOutputTokens => Prompt.Settings.MaxTokens;

    /// <summary>The prompt that it renders.</summary>
    public Prompt Prompt { get; }

    /// <summary>The name of the prompt that asks for labels of this kind.</summary>
    public static string PromptName(ProjectKind kind) => kind switch
    {
        ProjectKind.TextClassification => "label_text",
        ProjectKind.MultiLabel => "label_text_many",
        ProjectKind.Extraction => "extract_fields",
        ProjectKind.Score => "score_text",
        ProjectKind.TabularClassification => "label_row",
        ProjectKind.TabularRegression => "estimate_row",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of project."),
    };

    /// <summary>Asks for one of several answers: with chance in it, and with a seed of its own, so that no kept answer stands for another.</summary>
    internal static void Draw(ChatOptions options, int sample) => (options.Temperature, options.Seed) = (SampleTemperature, sample);

    /// <summary>Exactly what would be sent for a text, or why nothing would be.</summary>
    public Outcome<PromptedCall> Prepare(LabelRequest request) => Prepare(request, _shots?.Choose(request.Text) ?? []);

    /// <inheritdoc/>
    public Outcome<PromptedCall> Prepare(IReadOnlyList<LabelRequest> requests) => Prepare(requests[0]);

    /// <inheritdoc/>
    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var shots = _shots?.Choose(request.Text) ?? [];
        if (!Prepare(request, shots).Succeeded(out var call, out var fault)) return Proposal.Failed(fault, 0, null);
        var options = Structured(request);
        var outcome = await StructuredAnswer.AskAsync<SaidLabel>(Model.Client, call.Messages, options, cancellation);
        var proposal = outcome.Succeeded(out var answer, out fault)
            ? Read(answer.Value, answer.Notes, answer.Probability, request.Text, call.Cut, options.Spent)
            : Proposal.Failed(fault, options.Spent.CostUsd, options.Spent.Latency);
        return proposal with
        {
            InputTokens = options.Spent.InputTokens, OutputTokens = options.Spent.OutputTokens, Shots = shots.Count == 0 ? [] : [.. shots.Select(ShotPool.IdOf)],
        };
    }

    /// <inheritdoc/>
    public ILabeller PaidBy(Payer payer)
    {
        var paid = (ChatLabeller)MemberwiseClone();
        paid._payer = payer;
        return paid;
    }

    /// <summary>For whom and about what a call is made.</summary>
    internal CallContext ContextOf(LabelRequest request) => new(_project, _purpose, request.RequestId, request.RecordId, request.Text)
    {
        Key = _payer.Key, Tenant = _payer.Tenant, BypassCache = _measures,
    };

    private Outcome<PromptedCall> Prepare(LabelRequest request, IReadOnlyList<ReviewedText> shots)
        => ContextFit.Fit(Model.Alias, Model.Options, request.Text, Prompt.Settings.MaxTokens, text => Render(text, shots))
            .Then<PromptedCall>(fitted => new PromptedCall(fitted.Messages, Structured(request).ToSend(), fitted.Cut));

    // Examples stand before the text as turns of the same conversation, so that each is asked for by the very words that ask for the text.
    private Outcome<IReadOnlyList<ChatMessage>> Render(string text, IReadOnlyList<ReviewedText> shots)
    {
        if (!Prompt.Render(_question.Values(text)).Succeeded(out var asked, out var fault)) return fault;
        var messages = asked.Where(message => message.Role == ChatRole.System).ToList();
        foreach (var shot in shots)
        {
            if (!Prompt.Render(_question.Values(shot.Text.Length <= MaxShot ? shot.Text : shot.Text[..MaxShot])).Succeeded(out var shown, out fault)) return fault;
            messages.AddRange(shown.Where(message => message.Role != ChatRole.System));
            messages.Add(new(ChatRole.Assistant, new JsonObject { [LabelQuestion.LabelProperty] = _question.Said(shot.Label) }.ToJsonString(Written)));
        }

        messages.AddRange(asked.Where(message => message.Role != ChatRole.System));
        return messages;
    }

    private StructuredOptions Structured(LabelRequest request)
    {
        var options = Prompt.Options();
        if (request.Sample is { } sample) Draw(options, sample);
        ContextOf(request).AttachTo(options);
        return new(options, _question.Schema, Model.Options.Capabilities, _repair, LabelQuestion.LabelProperty);
    }

    /// <summary>What an answer proposes. A probability that the model gave its own words goes before what it says about itself.</summary>
    internal Proposal Read(SaidLabel said, IReadOnlyList<string> notes, double? probability, string text, string? cut, CallTally spent)
    {
        if (!_question.Form.Read(said.Label).Succeeded(out var label, out var wrong))
            return Proposal.Failed(Fault.Unavailable(OffSchema, wrong.Reason), spent.CostUsd, spent.Latency);
        var stated = said.Confidence is { } own ? Math.Clamp(own, 0, 1) : (double?)null;
        var (confidence, source) = (probability, stated) switch
        {
            ({ } weighed, _) => (weighed, ConfidenceSource.TokenProbability),
            (_, { } plain) => (plain, ConfidenceSource.Stated),
            _ => (NoConfidence, ConfidenceSource.Assumed),
        };
        List<string> reason = said.Reason is { Length: > 0 } why ? [Excerpt.Bounded(why, MaxReason)] : [];
        if (cut is not null) reason.Add($"[{cut}]");
        reason.AddRange(notes.Where(IsOfInterest).Select(note => $"[{note}]"));
        if (source == ConfidenceSource.TokenProbability && stated is { } beside)
            reason.Add(string.Create(CultureInfo.InvariantCulture, $"[confidence: probability of the label's tokens; the model says {beside:0.##}]"));
        var ungrounded = _question.Form.Ungrounded(label, text);
        reason.AddRange(ungrounded.Select(part => $"[{part}]"));
        // What is made up is as likely wrong as right, however sure the model is.
        if (ungrounded.Count > 0) confidence = Math.Min(confidence, NoConfidence);
        return new(label, confidence, string.Join(' ', reason), spent.CostUsd, spent.Latency) { ConfidenceSource = source };
    }

    private static bool IsOfInterest(string note)
        => note.StartsWith("label:", StringComparison.Ordinal) || note.StartsWith("confidence:", StringComparison.Ordinal)
            || note.StartsWith("second attempt:", StringComparison.Ordinal);
}

/// <summary>A call as it would be sent.</summary>
/// <param name="Messages">The prompt, with the text in place.</param>
/// <param name="Options">The model's settings and the answer's schema.</param>
/// <param name="Cut">How much of the text was left out by which rule; null where nothing was.</param>
public sealed record PromptedCall(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, string? Cut);
