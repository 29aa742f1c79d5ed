namespace HybridAi.Llm.Providers;

/// <summary>
/// Whose Microsoft Entra token is asked for, for what. Without it, <c>DefaultAzureCredential</c> takes the first identity that it finds:
/// environment, workload, managed identity, then a developer's sign-in.
/// </summary>
public sealed class EntraOptions
{
    /// <summary>What a token is asked for where the settings say nothing: the scope of the <c>/openai/v1/</c> endpoint in the public cloud.</summary>
    public const string UsualScope = "https://ai.azure.com/.default";

    /// <summary>The tenant that the resource belongs to, by id or domain; null: the identity's own.</summary>
    public string? TenantId { get; set; }

    /// <summary>The client id of a user-assigned managed identity; null: the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>The scope, where it is not the public cloud's: it ends with <c>/.default</c>.</summary>
    public string TokenScope { get; set; } = UsualScope;
}
