using System.Globalization;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Structured;
using HybridAi.Llm.Tokens;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// Asks for several records in one call, which shares the prompt's instructions among them. Whatever the call leaves open (an id that is missing,
/// doubled or unknown, a label off the schema, an answer that can't be read) is asked for singly; what would fail singly too is not.
/// </summary>
/// <remarks>Records of one call may colour each other's labels: accuracy is to be measured on reviewed rows, as for another model.</remarks>
public sealed class BatchLabeller : IPromptedLabeller
{
    /// <summary>The name of the prompt that asks for several texts.</summary>
    public const string PromptName = "label_batch";

    /// <summary>Models lose count above this.</summary>
    public const int Most = 50;

    private static readonly CapabilityOptions Unaided = new() { JsonSchema = false };

    private readonly BatchQuestion _question;
    private readonly Func<LabelRequest, CallContext> _context;

    /// <summary>A labeller of so many records a call.</summary>
    /// <param name="alone">Asks for what a call leaves open.</param>
    /// <param name="prompt">The prompt that asks for several texts.</param>
    /// <param name="project">The project, with its schema.</param>
    /// <param name="size">Records in a call, 2 to <see cref="Most"/>.</param>
    public BatchLabeller(ChatLabeller alone, Prompt prompt, Project project, int size)
        : this(alone, prompt, size, new BatchQuestion(prompt, project))
    {
    }

    private BatchLabeller(ChatLabeller alone, Prompt prompt, int size, BatchQuestion question)
    {
        (Alone, Prompt, BatchSize, _question, _context) = (alone, prompt, size, question, alone.ContextOf);
        Version = ContentHash.Of(alone.Version, "batch", prompt.Hash, size.ToString(CultureInfo.InvariantCulture));
        Provenance = alone.Provenance with { PromptHash = prompt.Hash };
    }

    /// <inheritdoc/>
    public string Name => Alone.Name;

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public LabellerProvenance Provenance { get; }

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <summary>Asks for what a call leaves open.</summary>
    public ChatLabeller Alone { get; }

    /// <inheritdoc/>
    public Model Model => Alone.Model;

    /// <inheritdoc/>
    public int? MostOutputTokens => Prompt.Settings.MaxTokens;

    /// <summary>The prompt that asks for several texts.</summary>
    public Prompt Prompt { get; }

    /// <inheritdoc/>
    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation) => Alone.ProposeAsync(request, cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Proposal>> ProposeManyAsync(IReadOnlyList<LabelRequest> requests, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // What doesn't fit together may fit singly, and a lone record has a prompt of its own.
        if (requests.Count == 1 || !Prepare(requests).Succeeded(out var call, out _)) return await SinglyAsync(requests, cancellation);
        var options = new StructuredOptions(call.Options, _question.Read, Unaided);
        var outcome = await StructuredAnswer.AskAsync<SaidBatch>(Alone.Model.Client, call.Messages, options, cancellation);
        var spent = Shared(options.Spent, requests);
        if (!outcome.Succeeded(out var answer, out var fault) && !IsOpen(fault))
            return [.. spent.Select(share => share with { Fault = fault, Reason = fault.Reason })];
        var found = answer is null ? [] : _question.Match(answer.Value, [.. requests.Select(request => request.Text)]);
        var proposals = new List<Proposal>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var read = found.Count > 0 && found[i] is { } said ? Alone.Read(said.Said, said.Notes, null, requests[i].Text, null, options.Spent) : null;
            if (read is { Fault: null })
            {
                proposals.Add(read with { CostUsd = spent[i].CostUsd, Latency = spent[i].Latency, InputTokens = spent[i].InputTokens, OutputTokens = spent[i].OutputTokens });
                continue;
            }

            var single = await Alone.ProposeAsync(requests[i], cancellation);
            proposals.Add(BudgetRefusal.Is(single.Fault) ? single : single.After(spent[i]) with { Reason = $"{single.Reason} [asked for singly]".TrimStart() });
        }

        return proposals;
    }

    /// <inheritdoc/>
    public Outcome<PromptedCall> Prepare(IReadOnlyList<LabelRequest> requests)
    {
        if (requests.Count == 1) return Alone.Prepare(requests[0]);
        if (!_question.Render([.. requests.Select(request => request.Text)]).Succeeded(out var messages, out var fault)) return fault;
        var (model, options) = (Alone.Model.Options, _question.Options(requests.Count, Alone.Model.Options));
        if (requests[0].Sample is { } sample) ChatLabeller.Draw(options, sample);
        // The call is about several records, so it has no id and no one text that a similar question could share an answer with.
        (_context(requests[0]) with { RecordId = null, Input = "" }).AttachTo(options);
        var tokens = TokenEstimator.Count(messages);
        return model.ContextTokens is { } context && ((tokens * (1 + TokenEstimator.ErrorShare)) + (options.MaxOutputTokens ?? 0)) > context
            ? ContextFit.TooLong(Alone.Model.Alias, context, tokens)
            : new PromptedCall(messages, options, null);
    }

    /// <inheritdoc/>
    public ILabeller PaidBy(Payer payer) => new BatchLabeller((ChatLabeller)Alone.PaidBy(payer), Prompt, BatchSize, _question);

    private async Task<IReadOnlyList<Proposal>> SinglyAsync(IReadOnlyList<LabelRequest> requests, CancellationToken cancellation)
    {
        var proposals = new List<Proposal>(requests.Count);
        foreach (var request in requests) proposals.Add(await Alone.ProposeAsync(request, cancellation));
        return proposals;
    }

    // The model answered, and not as it was asked to: asked about one text it may do better. A provider that is down or refuses the key would not.
    private static bool IsOpen(Fault fault) => fault.Code.StartsWith("answer-", StringComparison.Ordinal);

    private static List<Proposal> Shared(CallTally spent, IReadOnlyList<LabelRequest> requests)
    {
        List<long> sizes = [.. requests.Select(request => (long)TokenEstimator.Count(request.Text) + 1)];
        var (costs, sent, received) = (CostShare.Of(spent.CostUsd, sizes), CostShare.Of(spent.InputTokens, sizes), CostShare.Of(spent.OutputTokens, sizes));
        return
        [
            .. requests.Select((_, i) => new Proposal(null, 0, "", costs[i], spent.Latency) { InputTokens = sent[i], OutputTokens = received[i] }),
        ];
    }
}
