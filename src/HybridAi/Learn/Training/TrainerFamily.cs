using HybridAi.Curate.Projects;

namespace HybridAi.Learn.Training;

/// <summary>All trainers by name.</summary>
public sealed class TrainerFamily
{
    private readonly Family<ITrainer> _members;

    /// <summary>A family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public TrainerFamily(IEnumerable<ITrainer> members)
    {
        Kinds = [.. members.Select(member => member.Kind).Distinct()];
        _members = new("trainer", members, member => member.Name);
    }

    /// <summary>The members' names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => _members.Names;

    /// <summary>The kinds of project that somebody trains for.</summary>
    public IReadOnlyList<ProjectKind> Kinds { get; }

    /// <summary>
    /// The member of this name, or of the project's kind where no name is given. A fault where there is none, or where it trains for another kind:
    /// <c>trainer-unknown</c>, <c>kind-not-covered</c>, <c>trainer-unfit</c>.
    /// </summary>
    public Outcome<ITrainer> For(Project project, string? name)
    {
        if (ProjectKinds.NotCovered(project, "training", [.. Kinds]) is { } uncovered) return uncovered;
        name ??= Names.First(member => _members.TryFind(member, out var fits) && fits.Kind == project.Kind);
        return Find(name).Then(member => member.Kind == project.Kind
            ? Success.Of(member)
            : Fault.BadInput("trainer-unfit", $"'{name}' trains for projects of kind '{member.Kind.Name()}'; '{project.Name}' is of kind '{project.Kind.Name()}'."));
    }

    /// <summary>The member of this name, or a fault that names those there are.</summary>
    public Outcome<ITrainer> Find(string name)
        => _members.TryFind(name, out var member) ? Success.Of(member) : Fault.NotFound("trainer-unknown", _members.Missing(name));
}
