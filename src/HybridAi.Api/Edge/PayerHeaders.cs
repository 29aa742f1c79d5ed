using System.ComponentModel;
using HybridAi.Api.Access;
using HybridAi.Llm.Gateway;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>The headers that name who pays besides the project.</summary>
/// <param name="Key">The API key's id.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Caller">Who calls.</param>
/// <remarks>
/// They are the caller's word in open mode only. A program pays by its own key, and for its key's tenant where that has one; a person pays by no key.
/// </remarks>
internal readonly record struct PayerHeaders(
    [property: FromHeader(Name = PayerHeaders.KeyHeader), Description("The id of the API key that budgets count by, never the key itself.")] string? Key,
    [property: FromHeader(Name = PayerHeaders.TenantHeader), Description("The tenant that budgets count by.")] string? Tenant,
    Caller Caller)
{
    public const string KeyHeader = "x-hybridai-key";
    public const string TenantHeader = "x-hybridai-tenant";

    public static PayerHeaders Of(HttpRequest request) => new(Value(request, KeyHeader), Value(request, TenantHeader), Caller.Of(request.HttpContext.User));

    /// <summary>The payer, or a fault that names the header.</summary>
    public Outcome<Payer> Read()
    {
        if (Caller.Kind != CallerKind.Open && Key is not null && Key != Caller.Key)
            return Fault.BadInput("payer-other", $"'{Caller.Name}' pays by {(Caller.Key is { } own ? $"the key '{own}'" : "no key")}, not by '{Key}'.", KeyHeader);
        if (Caller.Tenant is { } bound && Tenant is not null && Tenant != bound)
            return Fault.BadInput("payer-other", $"The key '{Caller.Name}' pays for the tenant '{bound}', not for '{Tenant}'.", TenantHeader);
        return Payer.Named(Key ?? Caller.Key, Tenant ?? Caller.Tenant).Succeeded(out var payer, out var fault)
            ? payer
            : fault with { Place = fault.Place == "key" ? KeyHeader : TenantHeader };
    }

    private static string? Value(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;
}
