namespace HybridAi.Llm.Gateway;

/// <summary>Who pays for a model call besides its project: budgets by key and tenant count by it.</summary>
/// <param name="Key">The id of the API key that the request came with, never the key itself; null: none.</param>
/// <param name="Tenant">The tenant whose request it is; null: none.</param>
public sealed record Payer(string? Key = null, string? Tenant = null)
{
    private const int MaxCharacters = 100;

    /// <summary>Nobody but the project.</summary>
    public static Payer Project { get; } = new();

    /// <summary>The payer of these names; the fault is <c>payer-invalid</c>.</summary>
    public static Outcome<Payer> Named(string? key, string? tenant)
        => (Wrong(key, nameof(key)) ?? Wrong(tenant, nameof(tenant))) is { } wrong ? wrong : new Payer(key, tenant);

    private static Fault? Wrong(string? name, string place) => name is null || (name.Length is > 0 and <= MaxCharacters && !name.Any(char.IsControl))
        ? null
        : Fault.BadInput("payer-invalid", $"The name of a {place} has 1 to {MaxCharacters} characters.", place);
}
