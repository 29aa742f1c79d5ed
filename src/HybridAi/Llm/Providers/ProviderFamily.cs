using System.Diagnostics.CodeAnalysis;

namespace HybridAi.Llm.Providers;

/// <summary>A family of providers, by name.</summary>
/// <typeparam name="TProvider">What its members make.</typeparam>
public abstract class ProviderFamily<TProvider>
    where TProvider : class, IModelProvider
{
    private readonly Family<TProvider> _members;

    /// <summary>The family of these members.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    protected ProviderFamily(IEnumerable<TProvider> members) => _members = new("provider", members, member => member.Name);

    /// <summary>The member of this name, or a fault that names the ones there are.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out TProvider? member, [NotNullWhen(false)] out Fault? fault)
    {
        fault = _members.TryFind(name, out member)
            ? null
            : Fault.BadInput("provider-unknown", _members.Missing(name), nameof(ModelOptions.Provider));
        return fault is null;
    }
}

/// <summary>The providers of chat models.</summary>
/// <param name="members">The members.</param>
public sealed class ChatProviders(IEnumerable<IChatProvider> members) : ProviderFamily<IChatProvider>(members);

/// <summary>The providers of embedding models.</summary>
/// <param name="members">The members.</param>
public sealed class EmbeddingProviders(IEnumerable<IEmbeddingProvider> members) : ProviderFamily<IEmbeddingProvider>(members);
