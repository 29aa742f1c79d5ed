using HybridAi.Api.Access;
using HybridAi.Api.Edge;

namespace HybridAi.Tests.Api.Edge;

public class PayerHeadersTests
{
    private static readonly Caller Shop = new(CallerKind.Key, "shop", [], Tenant: "acme");

    [Fact]
    public void In_open_mode_the_headers_are_taken_at_their_word()
    {
        var payer = new PayerHeaders("any-key", "any-tenant", Caller.Open).Read().Value;
        (payer.Key, payer.Tenant).ShouldBe(("any-key", "any-tenant"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("shop", "acme")]
    public void A_program_pays_by_its_own_key_and_for_its_own_tenant(string? key, string? tenant)
    {
        var payer = new PayerHeaders(key, tenant, Shop).Read().Value;
        (payer.Key, payer.Tenant).ShouldBe(("shop", "acme"));
    }

    [Theory]
    [InlineData("other", null, PayerHeaders.KeyHeader)]
    [InlineData(null, "other", PayerHeaders.TenantHeader)]
    public void Nobody_pays_by_another_s_key_or_for_another_s_tenant(string? key, string? tenant, string header)
    {
        var fault = new PayerHeaders(key, tenant, Shop).Read().Fault.ShouldNotBeNull();
        (fault.Code, fault.Place).ShouldBe(("payer-other", header));
    }

    [Fact]
    public void A_person_pays_by_no_key()
        => new PayerHeaders("shop", null, new Caller(CallerKind.User, "ada", [])).Read().Fault!.Reason.ShouldBe("'ada' pays by no key, not by 'shop'.");
}
