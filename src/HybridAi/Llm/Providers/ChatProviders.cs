using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace HybridAi.Llm.Providers;

/// <summary>The family of providers, by name.</summary>
public sealed class ChatProviders
{
    private readonly FrozenDictionary<string, IChatProvider> _members;

    /// <summary>The family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public ChatProviders(IEnumerable<IChatProvider> members)
    {
        var byName = new Dictionary<string, IChatProvider>(StringComparer.Ordinal);
        foreach (var member in members)
            if (!byName.TryAdd(member.Name, member)) throw new ArgumentException($"Two providers are named '{member.Name}'.", nameof(members));
        _members = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The member of this name, or a fault that names the ones there are.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IChatProvider? member, [NotNullWhen(false)] out Fault? fault)
    {
        fault = _members.TryGetValue(name, out member)
            ? null
            : Fault.BadInput(
                "provider-unknown",
                $"There is no provider '{name}'. Known: {string.Join(", ", _members.Keys.Order(StringComparer.Ordinal))}.",
                nameof(ModelOptions.Provider));
        return fault is null;
    }
}
