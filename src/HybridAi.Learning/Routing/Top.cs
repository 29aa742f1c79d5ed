namespace HybridAi.Learning.Routing;

/// <summary>The places of the greatest values.</summary>
internal static class Top
{
    /// <summary>Fills <paramref name="places"/> with the places of the greatest values, the greatest first; of equal ones the earlier.</summary>
    public static void Of(ReadOnlySpan<float> values, Span<int> places)
    {
        var filled = 0;
        for (var place = 0; place < values.Length; place++)
        {
            if (filled == places.Length && values[place] <= values[places[^1]]) continue;
            var at = filled < places.Length ? filled++ : filled - 1;
            for (; at > 0 && values[places[at - 1]] < values[place]; at--) places[at] = places[at - 1];
            places[at] = place;
        }
    }
}
