using HybridAi.Curate.Labelling;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Answers with a model of the registry; it calls nobody and costs nothing. The terms behind an answer are worked out only when someone
/// asks for them: finding them takes longer than answering.
/// </summary>
public sealed class ModelLabeller : ILabeller
{
    /// <summary>What the names of such labellers begin with; the model's short hash follows.</summary>
    public const string Prefix = "model:";

    private readonly TimeProvider _clock;
    private readonly string _reason;

    /// <summary>A labeller over the model of this card.</summary>
    public ModelLabeller(ModelCard card, IModel model, TimeProvider clock)
    {
        (Version, Name, Model, _clock) = (card.Hash, NameOf(card.Hash), model, clock);
        _reason = $"{card.Trainer} model {card.ShortHash}";
    }

    /// <summary>The model itself, for whoever answers many texts with it.</summary>
    internal IModel Model { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The model's hash: it decides every answer.</remarks>
    public string Version { get; }

    /// <summary>The labeller's name for the model of this hash.</summary>
    public static string NameOf(string modelHash) => $"{Prefix}{modelHash[..8]}";

    /// <inheritdoc/>
    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        var chances = new float[Model.Labels.Count];
        var best = Model.Predict(request.Text, chances);
        var proposal = new Proposal(Model.Labels[best], chances[best], _reason, 0, _clock.GetElapsedTime(started));
        return ValueTask.FromResult(proposal with { Chances = new(Model.Labels, chances, Model.Novelty(request.Text)) });
    }

    /// <summary>The terms of the text that speak most for the label, strongest first; none when the model has no such label.</summary>
    public IReadOnlyList<string> Explain(string text, string label, int top = 5)
        => Model.Labels.Contains(label) ? Model.Explain(text, label, top) : [];
}
