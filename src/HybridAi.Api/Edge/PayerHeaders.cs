using System.ComponentModel;
using HybridAi.Llm.Gateway;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>The headers that name who pays besides the project.</summary>
/// <param name="Key">The API key's id.</param>
/// <param name="Tenant">The tenant.</param>
/// <remarks>They are the caller's word while there is no sign-in: a proxy in front of the server sets them, and takes away what comes from outside.</remarks>
internal readonly record struct PayerHeaders(
    [property: FromHeader(Name = PayerHeaders.KeyHeader), Description("The id of the API key that budgets count by, never the key itself.")] string? Key,
    [property: FromHeader(Name = PayerHeaders.TenantHeader), Description("The tenant that budgets count by.")] string? Tenant)
{
    public const string KeyHeader = "x-hybridai-key";
    public const string TenantHeader = "x-hybridai-tenant";

    public static PayerHeaders Of(HttpRequest request) => new(Value(request, KeyHeader), Value(request, TenantHeader));

    /// <summary>The payer, or a fault that names the header.</summary>
    public Outcome<Payer> Read() => Payer.Named(Key, Tenant).Succeeded(out var payer, out var fault)
        ? payer
        : fault with { Place = fault.Place == "key" ? KeyHeader : TenantHeader };

    private static string? Value(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;
}
