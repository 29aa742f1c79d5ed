using HybridAi.Learning.Text;

namespace HybridAi.Learning.Answering;

/// <summary>The spans that may answer, each encoded with what says what it is about: title, headings, and the line or header that leads to it.</summary>
internal sealed class EncodedSpans
{
    private readonly Dictionary<(int Passage, int Span), EncodedText> _encoded;

    private EncodedSpans(List<(int Passage, int Span)> places, IReadOnlyList<EncodedText> encoded)
    {
        Places = places;
        _encoded = places.Zip(encoded).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Where they stand: index of the passage, and of the span in it; passage by passage.</summary>
    public IReadOnlyList<(int Passage, int Span)> Places { get; }

    /// <summary>A span's vectors; only with an encoder.</summary>
    public EncodedText this[int passage, int span] => _encoded[(passage, span)];

    /// <summary>The vectors of a passage's spans.</summary>
    public IEnumerable<EncodedText> Of(int passage) => Places.Where(place => place.Passage == passage).Select(place => _encoded[place]);

    /// <summary>Sentences and rows of the first passages.</summary>
    public static EncodedSpans Of(IReadOnlyList<EvidencePassage> passages, List<CutPassage> cut, int considered, TextEncoder? encoder)
    {
        var places = new List<(int Passage, int Span)>();
        for (var p = 0; p < Math.Min(considered, cut.Count); p++)
            for (var s = 0; s < cut[p].Spans.Count; s++)
                if (cut[p].Spans[s].Kind is SpanKind.Sentence or SpanKind.Row)
                    places.Add((p, s));
        return new(places, encoder is null ? [] : encoder([.. places.Select(place => TextOf(passages[place.Passage], cut[place.Passage], place.Span))]));
    }

    private static string TextOf(EvidencePassage passage, CutPassage cut, int s)
    {
        var span = cut.Spans[s];
        var under = span.Under < 0 ? "" : $"{cut.Spans[span.Under].Range.Of(cut.Text).TrimStart("# ")}. ";
        var lead = span.Lead < 0 ? "" : $"{cut.Spans[span.Lead].Range.Of(cut.Text)} ";
        return $"{string.Join(". ", passage.Headings)}. {under}{lead}{span.Range.Of(cut.Text)}";
    }
}
