namespace HybridAi;

/// <summary>Gathers what is wrong with settings, so that all of it is said at once.</summary>
internal sealed class OutOfRange
{
    private readonly List<string> _wrong = [];

    /// <summary>A number that must lie between two others; its name as it stands in JSON is said where it does not.</summary>
    public void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most)) Add(FormattableString.Invariant($"'{char.ToLowerInvariant(name[0])}{name[1..]}' is {least} to {most}, not {value}."));
    }

    /// <summary>Something else that is wrong, as a sentence.</summary>
    public void Add(string sentence) => _wrong.Add(sentence);

    /// <summary>The fault that says all of it; null where nothing is wrong.</summary>
    public Fault? Fault(string code) => _wrong.Count == 0 ? null : HybridAi.Fault.BadInput(code, string.Join(" ", _wrong));
}
