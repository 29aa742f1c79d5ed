using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;

namespace HybridAi.Curate.Labelling;

/// <summary>Anything that proposes a label for a record: lexical scoring, an LLM, a trained model. Safe to call from several threads.</summary>
public interface ILabeller
{
    /// <summary>Family member and, where it has one, the model: <c>lexical</c>, <c>llm:large</c>, <c>recorded:small</c>.</summary>
    string Name { get; }

    /// <summary>Hash of all that decides its answers (prompt, model, settings, schema, reviewed labels): another version, another answer.</summary>
    string Version { get; }

    /// <summary>Proposes a label, or says why it can't: a nonsense answer or a provider's refusal is a proposal with a fault, not an exception.</summary>
    ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation);

    /// <summary>What of it stands in the journal beside each record that it was asked for.</summary>
    LabellerProvenance Provenance => LabellerProvenance.None;

    /// <summary>How many records it takes at once; 1: each on its own.</summary>
    int BatchSize => 1;

    /// <summary>What is to be known of it before it is used, in a sentence; null where there is nothing.</summary>
    string? Remark => null;

    /// <summary>Proposes labels for up to <see cref="BatchSize"/> records, in their order.</summary>
    async ValueTask<IReadOnlyList<Proposal>> ProposeManyAsync(IReadOnlyList<LabelRequest> requests, CancellationToken cancellation)
    {
        var proposals = new List<Proposal>(requests.Count);
        foreach (var request in requests) proposals.Add(await ProposeAsync(request, cancellation));
        return proposals;
    }

    /// <summary>This labeller at somebody's expense: of the same version, so it gives the same answers. One that calls nobody is itself.</summary>
    ILabeller PaidBy(Payer payer) => this;
}

/// <summary>What is to be labelled, and for whom.</summary>
/// <param name="RequestId">The run or request that pays.</param>
/// <param name="RecordId">The record's id, or the caller's id for a text that is not stored.</param>
/// <param name="Text">The text.</param>
public sealed record LabelRequest(string RequestId, string RecordId, string Text)
{
    /// <summary>Which of several answers to the same text is asked for, from 1: each is another draw. Null: the one, likeliest answer.</summary>
    public int? Sample { get; init; }

    /// <summary>The request to label a stored record.</summary>
    public static LabelRequest For(string requestId, Record record) => new(requestId, record.Id, record.Text);
}

/// <summary>What a confidence rests on.</summary>
public enum ConfidenceSource
{
    /// <summary>The labeller reckons it itself, as a classical or a lexical one does; or there is no label.</summary>
    Own,

    /// <summary>An LLM says so of itself, in words.</summary>
    Stated,

    /// <summary>The probability that an LLM gave the tokens of its label, given what stood before them.</summary>
    TokenProbability,

    /// <summary>Nobody said anything: as likely right as wrong.</summary>
    Assumed,

    /// <summary>The share of the project's other labellers that give the same label.</summary>
    Agreement,

    /// <summary>How far a classifier that learned from the labels so far, but not from this one, sets the label before others.</summary>
    StudentMargin,

    /// <summary>The share of several answers to the same text that gave this label (Wang et al. 2023, "Self-Consistency").</summary>
    SelfConsistency,
}

/// <summary>What a labeller proposes.</summary>
/// <param name="Label">A label of the schema; null when it has none to give.</param>
/// <param name="Confidence">How likely it thinks itself right, 0 to 1; 0 without a label.</param>
/// <param name="Reason">Why, for a person: matched terms, the model's reason.</param>
/// <param name="CostUsd">What it cost; null where the price is unknown; 0 for labellers that call nobody.</param>
/// <param name="Latency">How long it took; null where that was not measured (recorded answers).</param>
/// <param name="Fault">Why there is no label; null when there is one.</param>
public sealed record Proposal(string? Label, double Confidence, string Reason, decimal? CostUsd, TimeSpan? Latency, Fault? Fault = null)
{
    /// <summary>What the confidence rests on.</summary>
    public ConfidenceSource ConfidenceSource { get; init; }

    /// <summary>Tokens sent for it; null where nobody counted.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens received for it; null where nobody counted.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>What a model thinks of every label; null for labellers that name one alone.</summary>
    public LabelChances? Chances { get; init; }

    /// <summary>The records that were shown as examples, in their order.</summary>
    public IReadOnlyList<string> Shots { get; init; } = [];

    /// <summary>This proposal with what was spent before it came to be; an unknown part makes the sum unknown.</summary>
    public Proposal After(Proposal spent) => this with
    {
        CostUsd = CostUsd + spent.CostUsd, Latency = Latency + spent.Latency, InputTokens = Sum(InputTokens, spent.InputTokens),
        OutputTokens = Sum(OutputTokens, spent.OutputTokens),
    };

    // Tokens are counted as far as anybody did.
    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);

    /// <summary>No label, for a reason; what was spent on the way still counts.</summary>
    public static Proposal Failed(Fault fault, decimal? costUsd, TimeSpan? latency) => new(null, 0, fault.Reason, costUsd, latency, fault);
}
