namespace HybridAi.Learn.Training;

/// <summary>All trainers by name.</summary>
public sealed class TrainerFamily
{
    private readonly Dictionary<string, ITrainer> _members = new(StringComparer.Ordinal);

    /// <summary>A family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public TrainerFamily(IEnumerable<ITrainer> members)
    {
        foreach (var member in members)
        {
            if (!_members.TryAdd(member.Name, member)) throw new ArgumentException($"Two trainers are named '{member.Name}'.", nameof(members));
        }
    }

    /// <summary>The members' names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _members.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The member of this name, or a fault that names those there are.</summary>
    public Outcome<ITrainer> Find(string name)
        => _members.TryGetValue(name, out var member)
            ? Success.Of(member)
            : Fault.NotFound("trainer-unknown", $"There is no trainer '{name}'. Known: {string.Join(", ", Names)}.");
}
