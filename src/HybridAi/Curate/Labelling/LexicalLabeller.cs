using System.Globalization;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Calibration;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// The embedded default: compares the words of a text with the words of each label and of the texts reviewed so far. It calls nobody, costs
/// nothing, and knows nothing that its words don't say. A text that shares no word or part of a word with any label gets no label (fault
/// <c>no-match</c>): the commonest label would be a guess that looks like a finding.
/// </summary>
public sealed class LexicalLabeller : ILabeller
{
    private const int Algorithm = 1; // Counts up with every change that changes answers: it is part of the version.
    private const int MaxReasons = 5;
    private const int MaxCharacters = 20_000; // More words of one text change nothing but the time it takes.

    private readonly IReadOnlyList<LabelDefinition> _labels;
    private readonly TimeProvider _clock;
    private readonly LexicalModel _model;
    private readonly LexicalConfidence _confidence;
    private readonly string _basis;

    /// <summary>A labeller of a project.</summary>
    /// <param name="project">The project; its schema has at least two labels.</param>
    /// <param name="reviewed">Texts reviewed so far, in any order; those with a label that the schema no longer has are passed over.</param>
    /// <param name="clock">Measures its latency.</param>
    public LexicalLabeller(Project project, IReadOnlyList<ReviewedText> reviewed, TimeProvider clock)
    {
        (_labels, _clock) = (project.Labels, clock);
        var places = project.Labels.Select((label, place) => (label.Name, place)).ToDictionary(StringComparer.Ordinal);
        // In an order of their own: the same reviews make the same labeller, whoever came first. A text reviewed twice alike counts once,
        // or one fold of the calibration would know what another asks.
        var known = reviewed.Where(text => places.ContainsKey(text.Label)).DistinctBy(text => (text.Text, text.Label))
            .OrderBy(text => ContentHash.Of(text.Text), StringComparer.Ordinal).ThenBy(text => text.Label, StringComparer.Ordinal).ToList();
        List<(string, int)> texts = [.. known.Select(text => (text.Text, places[text.Label]))];
        Version = ContentHash.OfJson(new { Name, Algorithm, Project = project.Hash(), Reviewed = known });
        _model = LexicalModel.Learn(_labels, texts);
        _confidence = LexicalConfidence.Fit(_labels, texts);
        _basis = string.Create(CultureInfo.InvariantCulture, $"definitions and {known.Count} reviewed texts; ")
            + (_confidence.Calibrated ? "calibrated on those" : "confidence uncalibrated");
    }

    /// <inheritdoc/>
    public string Name => "lexical";

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        => cancellation.IsCancellationRequested ? ValueTask.FromCanceled<Proposal>(cancellation) : ValueTask.FromResult(Propose(request.Text));

    private Proposal Propose(string text)
    {
        var started = _clock.GetTimestamp();
        if (text.Length > MaxCharacters) text = text[..MaxCharacters];
        Span<float> scores = _labels.Count <= 256 ? stackalloc float[_labels.Count] : new float[_labels.Count];
        var terms = _model.Score(text, scores);
        if (terms.Count == 0)
        {
            var fault = Fault.BadInput("no-match", "No word of the text, nor part of one, stands in a label, a definition or a reviewed text.");
            return Proposal.Failed(fault, 0, _clock.GetElapsedTime(started));
        }

        var best = Softmax.InPlace(scores, _confidence.Temperature);
        return new Proposal(_labels[best].Name, Math.Clamp(scores[best], 0, 1), Reason(text, terms, best), 0, _clock.GetElapsedTime(started));
    }

    private string Reason(string text, IReadOnlyList<(int Term, LexicalTerm At, float Value)> terms, int label)
    {
        var words = terms.Select(term => (term.At, Gain: term.Value * _model.Weights(term.Term)[label]))
            .Where(term => term.At.IsWord && term.Gain > 0)
            .OrderByDescending(term => term.Gain).ThenBy(term => term.At.Start)
            .Take(MaxReasons).Select(term => text[term.At.Start..term.At.End]).ToList();
        return words.Count > 0 ? $"words: {string.Join(", ", words)} ({_basis})" : $"parts of words alike ({_basis})";
    }
}
