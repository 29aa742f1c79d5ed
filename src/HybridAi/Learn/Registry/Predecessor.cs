namespace HybridAi.Learn.Registry;

/// <summary>
/// Who was in place before whom. Going back to the one before, by a rollback or by naming it again, takes the later one off the list, so that
/// a second rollback goes further back and never returns to what was just left behind.
/// </summary>
internal static class Predecessor
{
    /// <summary>Whom a rollback brings back, given all who took the place in order; null when there was nobody before.</summary>
    public static string? Of(IEnumerable<string> inOrder)
    {
        var line = new List<string>();
        foreach (var next in inOrder)
        {
            if (line.Count > 0 && line[^1] == next) continue;
            if (line.Count > 1 && line[^2] == next) line.RemoveAt(line.Count - 1);
            else line.Add(next);
        }

        return line.Count > 1 ? line[^2] : null;
    }
}
