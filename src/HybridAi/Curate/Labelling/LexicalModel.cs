using System.Runtime.InteropServices;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// How much each term speaks for each label, against all other labels: complement naive Bayes over TF-IDF terms of unit-length texts. Each
/// label's own words (name, definition, guideline) count as much as <see cref="DefinitionTexts"/> texts under it, so that definitions decide
/// while there are few reviewed texts, and give way as those come.
/// </summary>
/// <remarks>Rennie et al. 2003, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers", sections 3.1 and 4.</remarks>
internal sealed class LexicalModel
{
    private const float DefinitionTexts = 5;
    private const float NameWeight = 2;
    private const double Smoothing = 0.1;

    private readonly Dictionary<ulong, int> _terms = [];
    private readonly float[] _rarity;
    private readonly float[] _weights;
    private readonly float _unseenRarity;

    private LexicalModel(int labels, int texts, Dictionary<ulong, int> textsWith)
    {
        Labels = labels;
        _unseenRarity = Rarity(0);
        _rarity = new float[textsWith.Count];
        _weights = new float[textsWith.Count * labels];
        foreach (var (key, count) in textsWith)
        {
            _rarity[_terms.Count] = Rarity(count);
            _terms.Add(key, _terms.Count);
        }

        float Rarity(int with) => (float)Math.Log((1.0 + texts) / (1 + with)) + 1;
    }

    /// <summary>How many labels it scores.</summary>
    public int Labels { get; }

    /// <summary>A model of the schema and the reviewed texts.</summary>
    /// <param name="schema">The labels.</param>
    /// <param name="reviewed">Texts with the place of their label in the schema.</param>
    public static LexicalModel Learn(IReadOnlyList<LabelDefinition> schema, IReadOnlyList<(string Text, int Label)> reviewed)
    {
        // Cut twice, once to count and once to weigh: the terms of a hundred thousand texts are not to be held at once.
        var texts = schema.Select((label, place) => (Terms: OwnWords(label), Label: place, Worth: DefinitionTexts))
            .Concat(reviewed.Select(text => (Terms: Count([(text.Text, 1f)]), text.Label, Worth: 1f)));
        var textsWith = new Dictionary<ulong, int>();
        foreach (var (terms, _, _) in texts)
            foreach (var key in terms.Keys) CollectionsMarshal.GetValueRefOrAddDefault(textsWith, key, out _)++;
        var model = new LexicalModel(schema.Count, schema.Count + reviewed.Count, textsWith);
        foreach (var (terms, label, worth) in texts)
            foreach (var (term, value) in model.Unit(terms)) model._weights[term * model.Labels + label] += worth * value;

        model.WeighAgainstOthers();
        return model;
    }

    /// <summary>
    /// Scores a text into <paramref name="scores"/>, one per label, and returns the terms that it knows, each with its value. What the model
    /// has never seen counts towards the text's length only: the less it knows of a text, the closer the scores.
    /// </summary>
    public IReadOnlyList<(int Term, LexicalTerm At, float Value)> Score(string text, Span<float> scores)
    {
        scores.Clear();
        var scanned = new List<LexicalTerm>(text.Length);
        LexicalTerms.Scan(text, scanned);
        var found = new Dictionary<ulong, (LexicalTerm At, float Count)>(scanned.Count);
        foreach (var term in scanned)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(found, term.Key, out var again);
            entry = again ? (entry.At, entry.Count + term.Weight) : (term, term.Weight);
        }

        var known = new List<(int Term, LexicalTerm At, float Value)>(found.Count);
        var squares = 0.0;
        foreach (var (at, count) in found.Values)
        {
            var isKnown = _terms.TryGetValue(at.Key, out var term);
            var value = MathF.Log(1 + count) * (isKnown ? _rarity[term] : _unseenRarity);
            squares += value * value;
            if (isKnown) known.Add((term, at, value));
        }

        var scale = (float)(1 / Math.Sqrt(squares));
        foreach (ref var entry in CollectionsMarshal.AsSpan(known))
        {
            entry.Value *= scale;
            var weights = Weights(entry.Term);
            for (var label = 0; label < scores.Length; label++) scores[label] += entry.Value * weights[label];
        }

        return known;
    }

    /// <summary>How much a term speaks for each label.</summary>
    public ReadOnlySpan<float> Weights(int term) => _weights.AsSpan(term * Labels, Labels);

    private static Dictionary<ulong, float> OwnWords(LabelDefinition label)
        => Count([(label.Name, NameWeight), (label.Definition, 1), (label.Guideline ?? "", 1)]);

    private static Dictionary<ulong, float> Count(ReadOnlySpan<(string Text, float Weight)> parts)
    {
        var counts = new Dictionary<ulong, float>();
        var terms = new List<LexicalTerm>();
        foreach (var (text, weight) in parts)
        {
            terms.Clear();
            LexicalTerms.Scan(text, terms);
            foreach (var term in terms) CollectionsMarshal.GetValueRefOrAddDefault(counts, term.Key, out _) += weight * term.Weight;
        }

        return counts;
    }

    private List<(int Term, float Value)> Unit(Dictionary<ulong, float> counts)
    {
        var values = new List<(int Term, float Value)>(counts.Count);
        foreach (var (key, count) in counts)
        {
            var term = _terms[key];
            values.Add((term, MathF.Log(1 + count) * _rarity[term]));
        }

        var length = Math.Sqrt(values.Sum(entry => (double)entry.Value * entry.Value));
        return values.ConvertAll(entry => (entry.Term, (float)(entry.Value / length)));
    }

    // From sums under each label to log odds of the term under it against under all others.
    private void WeighAgainstOthers()
    {
        var under = new double[Labels];
        for (var at = 0; at < _weights.Length; at++) under[at % Labels] += _weights[at];
        var (all, slack) = (under.Sum(), Smoothing * _rarity.Length);
        for (var term = 0; term < _rarity.Length; term++)
        {
            var weights = _weights.AsSpan(term * Labels, Labels);
            double total = 0;
            foreach (var weight in weights) total += weight;
            for (var label = 0; label < Labels; label++)
            {
                var here = Math.Log((weights[label] + Smoothing) / (under[label] + slack));
                var elsewhere = Math.Log((total - weights[label] + Smoothing) / (all - under[label] + slack));
                weights[label] = (float)(here - elsewhere);
            }
        }
    }
}
