using System.Diagnostics.CodeAnalysis;

namespace HybridAi.Jobs;

/// <summary>The family of job kinds by name.</summary>
public sealed class JobKinds
{
    private readonly Dictionary<string, IJobKind> _members = [];

    /// <summary>The family of these members.</summary>
    /// <exception cref="InvalidOperationException">Two have one name.</exception>
    public JobKinds(IEnumerable<IJobKind> members)
    {
        foreach (var member in members)
        {
            if (!_members.TryAdd(member.Name, member))
                throw new InvalidOperationException($"Two job kinds are named '{member.Name}': {_members[member.Name].GetType()} and {member.GetType()}.");
        }
    }

    /// <summary>Whether there is a member of this name; if not, the fault names the members there are.</summary>
    public bool Find(string name, [NotNullWhen(true)] out IJobKind? kind, [NotNullWhen(false)] out Fault? fault)
    {
        fault = _members.TryGetValue(name, out kind)
            ? null
            : Fault.BadInput("job-kind-unknown", $"There is no job kind '{name}'. Known: {string.Join(", ", _members.Keys.Order(StringComparer.Ordinal))}.");
        return fault is null;
    }
}
