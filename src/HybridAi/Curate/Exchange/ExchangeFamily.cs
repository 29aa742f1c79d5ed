namespace HybridAi.Curate.Exchange;

/// <summary>All exchange formats by name.</summary>
public sealed class ExchangeFamily
{
    private readonly Family<IExchangeFormat> _members;

    /// <summary>A family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public ExchangeFamily(IEnumerable<IExchangeFormat> members) => _members = new("exchange format", members, member => member.Name);

    /// <summary>The members' names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => _members.Names;

    /// <summary>The member of this name, or a fault that names those there are.</summary>
    public Outcome<IExchangeFormat> Find(string name)
        => _members.TryFind(name, out var member) ? Success.Of(member) : Fault.BadInput("exchange-format-unknown", _members.Missing(name), "format");
}
