using System.Diagnostics.CodeAnalysis;

namespace HybridAi.Jobs;

/// <summary>The family of job kinds by name.</summary>
public sealed class JobKinds
{
    private readonly Family<IJobKind> _members;

    /// <summary>The family of these members.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public JobKinds(IEnumerable<IJobKind> members) => _members = new("job kind", members, member => member.Name);

    /// <summary>Whether there is a member of this name; if not, the fault names the members there are.</summary>
    public bool Find(string name, [NotNullWhen(true)] out IJobKind? kind, [NotNullWhen(false)] out Fault? fault)
    {
        fault = _members.TryFind(name, out kind) ? null : Fault.BadInput("job-kind-unknown", _members.Missing(name));
        return fault is null;
    }
}
