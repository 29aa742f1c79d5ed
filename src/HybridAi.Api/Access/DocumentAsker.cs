using HybridAi.Serve.Chat;

namespace HybridAi.Api.Access;

/// <summary>Callers as those who ask documents.</summary>
internal static class DocumentAsker
{
    /// <summary>The tenant of whoever has none.</summary>
    public const string DefaultTenant = "default";

    /// <summary>A caller as an asker: whoever runs the machine reads everything of the tenant, all others what is open to all or to their name.</summary>
    public static Asker Of(Caller caller)
        => new(caller.Tenant ?? DefaultTenant, caller.Name, caller.Kind is CallerKind.Open or CallerKind.CommandLine ? null : [caller.Name]);
}
