using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.RegularExpressions;
using HybridAi.Llm.Gateway;

namespace HybridAi.Llm.Providers;

/// <summary>What the headers of an answer say about limits. A header that makes no sense counts as absent.</summary>
internal static partial class RateLimitHeaders
{
    /// <summary><c>retry-after-ms</c>, or <c>Retry-After</c> in seconds or as an HTTP date (RFC 9110, 10.2.3), or an allowance that is spent.</summary>
    public static RetryAfter? RetryAfter(PipelineResponseHeaders headers)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds) return Gateway.RetryAfter.In(TimeSpan.FromMilliseconds(milliseconds));
        if (Number(headers, "retry-after") is { } seconds) return Gateway.RetryAfter.In(TimeSpan.FromSeconds(seconds));
        if (Date(headers, "retry-after") is { } at)
            // Against the server's own clock where it tells it: the two clocks need not agree.
            return Date(headers, "date") is { } sent ? Gateway.RetryAfter.In(at > sent ? at - sent : TimeSpan.Zero) : new RetryAfter(null, at);
        return Limits(headers)?.Spent is { } spent ? Gateway.RetryAfter.In(spent) : null;
    }

    /// <summary><c>x-ratelimit-remaining-*</c> and <c>x-ratelimit-reset-*</c>; null where none is there.</summary>
    public static ProviderLimits? Limits(PipelineResponseHeaders headers)
    {
        var limits = new ProviderLimits(
            Whole(headers, "x-ratelimit-remaining-requests"), Duration(headers, "x-ratelimit-reset-requests"),
            Whole(headers, "x-ratelimit-remaining-tokens"), Duration(headers, "x-ratelimit-reset-tokens"));
        return limits is { RequestsLeft: null, TokensLeft: null } ? null : limits;
    }

    /// <summary>A duration as OpenAI writes it (<c>1s</c>, <c>6m0s</c>, <c>1h2m</c>, <c>20ms</c>), or plain seconds.</summary>
    internal static TimeSpan? ParseDuration(string text)
    {
        if (Seconds(text) is { } plain) return TimeSpan.FromSeconds(plain);
        if (!Durations().IsMatch(text)) return null;
        var seconds = 0.0;
        foreach (var part in DurationPart().Matches(text).Cast<Match>())
            seconds += double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
            {
                "d" => 86_400,
                "h" => 3_600,
                "m" => 60,
                "ms" => 0.001,
                _ => 1,
            };
        return seconds <= Longest ? TimeSpan.FromSeconds(seconds) : null;
    }

    private const double Longest = 31 * 86_400;

    private static string? Text(PipelineResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value?.Trim() : null;

    private static double? Number(PipelineResponseHeaders headers, string name) => Text(headers, name) is { } text ? Seconds(text) : null;

    private static long? Whole(PipelineResponseHeaders headers, string name)
        => long.TryParse(Text(headers, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? Duration(PipelineResponseHeaders headers, string name) => Text(headers, name) is { } text ? ParseDuration(text) : null;

    private static DateTimeOffset? Date(PipelineResponseHeaders headers, string name)
        => DateTimeOffset.TryParseExact(Text(headers, name), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static double? Seconds(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= Longest ? number : null;

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(ms|d|h|m|s))+$")]
    private static partial Regex Durations();

    [GeneratedRegex(@"(?<number>[0-9]+(\.[0-9]+)?)(?<unit>ms|d|h|m|s)")]
    private static partial Regex DurationPart();
}
