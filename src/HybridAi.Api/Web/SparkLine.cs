using System.Globalization;

namespace HybridAi.Api.Web;

/// <summary>A series as a line in a small picture, from the oldest to the newest; a place without a value is a gap.</summary>
internal sealed class SparkLine
{
    public const double Width = 320;
    public const double Height = 72;
    private const double Edge = 6;

    private readonly IReadOnlyList<double?> _values;
    private readonly double _high;

    /// <summary>Lays out the values; the axis begins at 0 and ends at the greatest of them, or at <paramref name="least"/> where that is more.</summary>
    public SparkLine(IReadOnlyList<double?> values, double least = 0)
    {
        _values = values;
        _high = Math.Max(values.Max() ?? 0, least);
        if (_high <= 0) _high = 1;
    }

    /// <summary>The pieces of the line between gaps, as SVG writes points.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var piece = new List<string>();
            for (var place = 0; place < _values.Count; place++)
            {
                if (_values[place] is { } value)
                {
                    piece.Add($"{At(X(place))},{At(Y(value))}");
                    continue;
                }

                if (piece.Count > 0) yield return string.Join(' ', piece);
                piece.Clear();
            }

            if (piece.Count > 0) yield return string.Join(' ', piece);
        }
    }

    public double X(int place) => _values.Count == 1 ? Width / 2 : Edge + (Width - 2 * Edge) * place / (_values.Count - 1);

    public double Y(double value) => Height - Edge - (Height - 2 * Edge) * Math.Min(value, _high) / _high;

    public static string At(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);
}
