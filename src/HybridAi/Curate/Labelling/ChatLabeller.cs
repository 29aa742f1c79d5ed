using System.Globalization;
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
public sealed class ChatLabeller : ILabeller
{
    /// <summary>The name of the prompt that shows a model what is wrong with its answer.</summary>
    public const string RepairPromptName = "repair_answer";

    /// <summary>
    /// The confidence of an answer that gives none: as likely right as wrong. It says neither "trust me" nor "review me first", and a
    /// calibration that sees only this value learns the model's plain accuracy.
    /// </summary>
    public const double NoConfidence = 0.5;

    private const int MaxReason = 500;

    private readonly Prompt? _repair;
    private readonly string _project;
    private readonly string _purpose;
    private readonly bool _measures;
    private readonly LabelQuestion _question;
    private Payer _payer = Payer.Project;

    /// <summary>A labeller for one project.</summary>
    /// <param name="name">Its name: <c>llm:large</c>, <c>recorded:small</c>.</param>
    /// <param name="model">The model to ask.</param>
    /// <param name="prompt">The prompt to ask with, that of the project's kind.</param>
    /// <param name="project">The project, with its schema.</param>
    /// <param name="purpose">What the calls are for, in the ledger's word.</param>
    /// <param name="repair">The prompt for a second attempt; null: a broken answer stays one. What is recorded is never asked twice.</param>
    /// <param name="measures">Whether what a call costs is to be found out: then no kept answer will do, for it costs nothing.</param>
    public ChatLabeller(string name, Model model, Prompt prompt, Project project, string purpose, Prompt? repair = null, bool measures = false)
    {
        _measures = measures;
        (Name, Model, Prompt, _project, _purpose) = (name, model, prompt, project.Name, purpose);
        _repair = model.Options.Provider == RecordedProvider.MemberName ? null : repair;
        _question = LabelQuestion.Of(project);
        Version = ContentHash.Of(
            prompt.Hash, _repair?.Hash ?? "", model.Alias, model.Options.Provider, model.Options.Model, model.Options.LongText.ToString(), project.Hash());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The settings stand in the prompt file and are in its hash. The content of a file of recorded answers is not.</remarks>
    public string Version { get; }

    /// <summary>The model that it asks.</summary>
    public Model Model { get; }

    /// <summary>The prompt that it renders.</summary>
    public Prompt Prompt { get; }

    /// <summary>The name of the prompt that asks for labels of this kind.</summary>
    public static string PromptName(ProjectKind kind) => kind switch
    {
        ProjectKind.TextClassification => "label_text",
        ProjectKind.MultiLabel => "label_text_many",
        ProjectKind.Extraction => "extract_fields",
        ProjectKind.Score => "score_text",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of project."),
    };

    /// <summary>Exactly what would be sent for a text, or why nothing would be.</summary>
    public Outcome<PromptedCall> Prepare(LabelRequest request)
        => ContextFit.Fit(Model.Alias, Model.Options, request.Text, Prompt.Settings.MaxTokens, Render)
            .Then<PromptedCall>(fitted => new PromptedCall(fitted.Messages, Structured(request).ToSend(), fitted.Cut));

    /// <inheritdoc/>
    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!Prepare(request).Succeeded(out var call, out var fault)) return Proposal.Failed(fault, 0, null);
        var options = Structured(request);
        var outcome = await StructuredAnswer.AskAsync<SaidLabel>(Model.Client, call.Messages, options, cancellation);
        return outcome.Succeeded(out var answer, out fault)
            ? Propose(answer, request.Text, call.Cut)
            : Proposal.Failed(fault, options.Spent.CostUsd, options.Spent.Latency);
    }

    /// <inheritdoc/>
    public ILabeller PaidBy(Payer payer)
    {
        var paid = (ChatLabeller)MemberwiseClone();
        paid._payer = payer;
        return paid;
    }

    private CallContext ContextOf(LabelRequest request) => new(_project, _purpose, request.RequestId, request.RecordId, request.Text)
    {
        Key = _payer.Key, Tenant = _payer.Tenant, BypassCache = _measures,
    };

    private Outcome<IReadOnlyList<ChatMessage>> Render(string text)
        => Prompt.Render(_question.Values(text));

    private StructuredOptions Structured(LabelRequest request)
    {
        var options = Prompt.Options();
        ContextOf(request).AttachTo(options);
        return new(options, _question.Schema, Model.Options.Capabilities, _repair, LabelQuestion.LabelProperty);
    }

    // A probability that the model gave its own words goes before what it says about itself.
    private Proposal Propose(Structured<SaidLabel> answer, string text, string? cut)
    {
        if (!_question.Form.Read(answer.Value.Label).Succeeded(out var label, out var wrong))
            return Proposal.Failed(Fault.Unavailable("answer-off-schema", wrong.Reason), answer.Spent.CostUsd, answer.Spent.Latency);
        var stated = answer.Value.Confidence is { } said ? Math.Clamp(said, 0, 1) : (double?)null;
        var (confidence, source) = (answer.Probability, stated) switch
        {
            ({ } probability, _) => (probability, ConfidenceSource.TokenProbability),
            (_, { } plain) => (plain, ConfidenceSource.Stated),
            _ => (NoConfidence, ConfidenceSource.Assumed),
        };
        List<string> reason = answer.Value.Reason is { Length: > 0 } why ? [Excerpt.Bounded(why, MaxReason)] : [];
        if (cut is not null) reason.Add($"[{cut}]");
        reason.AddRange(answer.Notes.Where(IsOfInterest).Select(note => $"[{note}]"));
        if (source == ConfidenceSource.TokenProbability && stated is { } beside)
            reason.Add(string.Create(CultureInfo.InvariantCulture, $"[confidence: probability of the label's tokens; the model says {beside:0.##}]"));
        var ungrounded = _question.Form.Ungrounded(label, text);
        reason.AddRange(ungrounded.Select(part => $"[{part}]"));
        // What is made up is as likely wrong as right, however sure the model is.
        if (ungrounded.Count > 0) confidence = Math.Min(confidence, NoConfidence);
        return new(label, confidence, string.Join(' ', reason), answer.Spent.CostUsd, answer.Spent.Latency) { ConfidenceSource = source };
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
