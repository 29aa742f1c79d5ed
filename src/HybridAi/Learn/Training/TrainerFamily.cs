namespace HybridAi.Learn.Training;

/// <summary>All trainers by name.</summary>
public sealed class TrainerFamily
{
    private readonly Family<ITrainer> _members;

    /// <summary>A family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public TrainerFamily(IEnumerable<ITrainer> members) => _members = new("trainer", members, member => member.Name);

    /// <summary>The members' names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => _members.Names;

    /// <summary>The member of this name, or a fault that names those there are.</summary>
    public Outcome<ITrainer> Find(string name)
        => _members.TryFind(name, out var member) ? Success.Of(member) : Fault.NotFound("trainer-unknown", _members.Missing(name));
}
