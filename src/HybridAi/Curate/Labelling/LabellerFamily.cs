namespace HybridAi.Curate.Labelling;

/// <summary>The family of labellers, by name.</summary>
public sealed class LabellerFamily
{
    private readonly Family<ILabellerMember> _members;

    /// <summary>The family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public LabellerFamily(IEnumerable<ILabellerMember> members) => _members = new("kind of labeller", members, member => member.Name);

    /// <summary>How the specifications of all members are written.</summary>
    public IReadOnlyList<string> Usages => [.. _members.Members.Select(member => member.Usage).Order(StringComparer.Ordinal)];

    /// <summary>The labeller of a specification such as <c>lexical</c>, <c>llm:large</c> or <c>recorded:small</c>.</summary>
    public Outcome<ILabeller> Create(string spec, LabellerContext context)
    {
        var (name, argument) = spec.Split(':', 2) is [var before, var after] ? (before, after) : (spec, null);
        return _members.TryFind(name, out var member)
            ? member.Create(string.IsNullOrWhiteSpace(argument) ? null : argument, context)
            : Fault.BadInput("labeller-unknown", $"There is no labeller '{spec}'. Known: {string.Join(", ", Usages)}.");
    }
}
