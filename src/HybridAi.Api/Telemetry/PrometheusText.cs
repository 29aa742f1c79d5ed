using System.Globalization;
using System.Text;

namespace HybridAi.Api.Telemetry;

/// <summary>Writes families as Prometheus reads them.</summary>
/// <remarks>
/// "Prometheus text-based format", version 0.0.4; names as in OpenTelemetry's "Prometheus and OpenMetrics compatibility": dots become underscores, the unit is
/// written out at the end, and counters end in <c>_total</c>.
/// </remarks>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    // A histogram's own, which no other family may have.
    private const string HistogramEnd = "_count";

    /// <summary>The name of an instrument's family.</summary>
    public static string NameOf(string instrument, string? unit, MetricKind kind)
    {
        var name = Plain(instrument);
        var written = unit switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", "USD" => "usd", null or "" or "1" => "", _ when unit[0] == '{' => "", _ => Plain(unit) };
        if (kind != MetricKind.Histogram && name.EndsWith(HistogramEnd, StringComparison.Ordinal)) name = $"{name[..^HistogramEnd.Length]}_number";
        if (written.Length > 0 && !name.EndsWith($"_{written}", StringComparison.Ordinal)) name = $"{name}_{written}";
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var series = family.Series.ToList();
            if (series.Count == 0) continue;
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var one in series)
            {
                if (family.Kind == MetricKind.Histogram) Histogram(text, family, one);
                else Line(text, family.Name, one, null, Number(one.Value));
            }
        }

        return text.ToString();
    }

    private static void Histogram(StringBuilder text, MetricFamily family, MetricSeries series)
    {
        var (sum, upTo) = (series.Value, 0L);
        foreach (var (place, count) in series.Buckets.Index())
        {
            upTo += count;
            Line(text, $"{family.Name}_bucket", series, place < family.Bounds.Count ? Number(family.Bounds[place]) : "+Inf", upTo.ToString(CultureInfo.InvariantCulture));
        }

        Line(text, $"{family.Name}_sum", series, null, Number(sum));
        Line(text, $"{family.Name}_count", series, null, upTo.ToString(CultureInfo.InvariantCulture));
    }

    private static void Line(StringBuilder text, string name, MetricSeries series, string? upTo, string value)
    {
        text.Append(name);
        var next = '{';
        foreach (var (key, tag) in series.Tags)
        {
            text.Append(next).Append(Plain(key)).Append("=\"").Append(Escaped(Convert.ToString(tag, CultureInfo.InvariantCulture) ?? "")).Append('"');
            next = ',';
        }

        if (upTo is not null)
        {
            text.Append(next).Append("le=\"").Append(upTo).Append('"');
            next = ',';
        }

        if (next == ',') text.Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return char.IsAsciiDigit(plain[0]) ? $"_{plain}" : plain;
    }

    private static string Escaped(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
