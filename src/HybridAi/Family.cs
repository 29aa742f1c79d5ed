using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace HybridAi;

/// <summary>The members of a family by name.</summary>
/// <typeparam name="T">What the members are.</typeparam>
internal sealed class Family<T>
    where T : class
{
    private readonly string _kind;
    private readonly FrozenDictionary<string, T> _members;

    /// <summary>The family of these members.</summary>
    /// <param name="kind">What a member is called, such as <c>trainer</c>.</param>
    /// <param name="members">The members.</param>
    /// <param name="name">A member's name.</param>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public Family(string kind, IEnumerable<T> members, Func<T, string> name)
    {
        _kind = kind;
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (!byName.TryAdd(name(member), member))
                throw new ArgumentException($"Two members of one family ({kind}) are named '{name(member)}': {byName[name(member)].GetType()} and {member.GetType()}.", nameof(members));
        }

        _members = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The members, in no order.</summary>
    public IReadOnlyList<T> Members => _members.Values;

    /// <summary>The members' names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _members.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is a member of this name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out T? member) => _members.TryGetValue(name, out member);

    /// <summary>What is said of a name that no member has.</summary>
    public string Missing(string name) => $"There is no {_kind} '{name}'. Known: {string.Join(", ", Names)}.";
}
