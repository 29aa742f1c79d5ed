namespace HybridAi.Benchmarks.Gateway;

/// <summary>What was found, line by line, and whether all of it held.</summary>
internal sealed class Verdict(TextWriter output)
{
    private const int Width = 64;

    public bool Holds { get; private set; } = true;

    public void Head(string text) => output.WriteLine($"\n{text}");

    /// <summary>A figure that is told and not judged.</summary>
    public void Say(string what, FormattableString figure) => output.WriteLine($"  {what.PadRight(Width)}{FormattableString.Invariant(figure)}");

    /// <summary>A figure that must be so.</summary>
    public void Check(string what, FormattableString figure, bool holds)
    {
        Holds &= holds;
        output.WriteLine($"  {what.PadRight(Width)}{FormattableString.Invariant(figure),-28}{(holds ? "holds" : "FAILS")}");
    }
}
