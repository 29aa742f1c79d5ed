using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class BudgetCeilingTests
{
    private static readonly ModelPrice Price = new(1, 1);

    [Fact]
    public void A_tool_without_parameters_is_counted_by_its_name_alone()
    {
        long Of(params AITool[] tools) => BudgetCeiling.Of("large", Price, GatewayBench.Hello, new() { MaxOutputTokens = 1, Tools = tools }).Value;
        (Of(AIFunctionFactory.CreateDeclaration("look", "", default)) - Of()).ShouldBe((64 + "look".Length) * 1_000);
    }

    [Fact]
    public void Texts_count_by_their_bytes_with_something_around_each_and_around_the_call()
        => BudgetCeiling.Of("embed", Price, ["a", "für"]).Value.ShouldBe((64 + 16 + 1 + 16 + 4) * 1_000);
}
