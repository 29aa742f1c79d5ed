namespace HybridAi.Llm.Prompts;

/// <summary>How a line came to be in a comparison.</summary>
public enum LineChange
{
    /// <summary>In both texts.</summary>
    Same,

    /// <summary>Only in the first.</summary>
    Removed,

    /// <summary>Only in the second.</summary>
    Added,
}

/// <summary>Compares two texts line by line by their longest common run of lines; meant for files of a few hundred lines.</summary>
public static class LineDiff
{
    /// <summary>All lines of both, in order, each with what became of it.</summary>
    public static IReadOnlyList<(LineChange Change, string Text)> Of(string first, string second)
    {
        var (left, right) = (first.ReplaceLineEndings("\n").Split('\n'), second.ReplaceLineEndings("\n").Split('\n'));
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var lines = new List<(LineChange, string)>();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j]) (i, j) = Keep(i, j);
            else if (j >= right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add((LineChange.Removed, left[i++]));
            else lines.Add((LineChange.Added, right[j++]));
        }

        return lines;

        (int, int) Keep(int i, int j)
        {
            lines.Add((LineChange.Same, left[i]));
            return (i + 1, j + 1);
        }
    }
}
