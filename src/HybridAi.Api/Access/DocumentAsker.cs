using HybridAi.Serve.Chat;

namespace HybridAi.Api.Access;

/// <summary>Callers as those who ask documents.</summary>
internal static class DocumentAsker
{
    /// <summary>Who asks, and what may be found for him.</summary>
    public static Asker Of(Caller caller)
    {
        var reach = DocumentReach.Of(caller);
        return new(reach.Tenant, caller.Name, reach.Names);
    }
}
