namespace HybridAi.Documents.Answering;

/// <summary>A kind of answerer; an answerer is made of it for the model that its argument names, where it takes one.</summary>
public interface IAnswererMember
{
    /// <summary>The member's name: <c>extractive</c>, <c>llm</c>.</summary>
    string Name { get; }

    /// <summary>How it is asked for: <c>llm:ALIAS</c>.</summary>
    string Usage { get; }

    /// <summary>The answerer, or why there is none.</summary>
    Outcome<IAnswerer> Create(string? argument);
}

/// <summary>The answerers by name.</summary>
public sealed class AnswererFamily(IEnumerable<IAnswererMember> members)
{
    private readonly Family<IAnswererMember> _members = new("answerer", members, member => member.Name);

    /// <summary>How each member is asked for.</summary>
    public IReadOnlyList<string> Usages => [.. _members.Members.Select(member => member.Usage).Order(StringComparer.Ordinal)];

    /// <summary>The answerer of this name, such as <c>llm:large</c>; the fault is <c>answerer-unknown</c>, or says what its model lacks.</summary>
    public Outcome<IAnswerer> Find(string name)
    {
        var parts = name.Split(':', 2);
        return _members.TryFind(parts[0], out var member)
            ? member.Create(parts.Length == 2 ? parts[1] : null)
            : Fault.NotFound("answerer-unknown", _members.Missing(name), "answerer");
    }
}
