using HybridAi.Llm;
using HybridAi.Tests.Curate.Labelling;
using Microsoft.Extensions.Configuration;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class GatewayCheckTests
{
    [Fact]
    public void What_is_out_of_range_is_named_by_its_place()
    {
        var model = Model();
        model.Retry.MostAttempts = 0;
        model.RateLimit.RequestsPerMinute = 0;
        model.CircuitBreaker.FailureRatio = 1.5;
        model.Concurrency.Least = 64;
        var faults = Faults(("a", model));
        faults.Count.ShouldBe(4);
        foreach (var place in new[] { "Retry:MostAttempts", "RateLimit:RequestsPerMinute", "CircuitBreaker:FailureRatio", "Concurrency" })
            faults.ShouldContain(fault => fault.StartsWith($"HybridAi:Llm:Models:a:{place}: "));
    }

    [Fact]
    public void A_failover_in_a_circle_is_found_with_its_way()
        => Faults(("a", Model("b")), ("b", Model("c", "d")), ("c", Model("a")), ("d", Model())).ShouldBe(
        [
            "HybridAi:Llm:Models:a:Failover: The failover goes in a circle: a → b → c → a. Say which model is the last resort.",
            "HybridAi:Llm:Models:b:Failover: The failover goes in a circle: b → c → a → b. Say which model is the last resort.",
            "HybridAi:Llm:Models:c:Failover: The failover goes in a circle: c → a → b → c. Say which model is the last resort.",
        ]);

    [Fact]
    public void A_model_is_no_failover_of_itself()
        => Faults(("a", Model("a"))).ShouldHaveSingleItem().ShouldContain("a → a");

    [Fact]
    public void An_unknown_or_repeated_alias_is_named()
    {
        var faults = Faults(("a", Model("b", "b", "none")), ("b", Model()));
        faults.Count.ShouldBe(2);
        faults.ShouldContain(fault => fault.Contains("'none'"));
        faults.ShouldContain(fault => fault.Contains("'b' stands in the list twice"));
    }

    [Fact]
    public void Embedding_models_stand_in_for_each_other_only_in_one_space_and_no_kind_for_another()
    {
        ModelOptions Embedding(string? space, int? dimensions = null, params string[] failover) => new()
        {
            Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "m", VectorSpace = space, Dimensions = dimensions, Failover = failover,
        };

        Faults(("a", Embedding("e3", 256, "b")), ("b", Embedding("e3", 256))).ShouldBeEmpty();
        Faults(("a", Embedding("e3", null, "b")), ("b", Embedding("other"))).ShouldHaveSingleItem().ShouldContain("'b' is not said to give vectors of the same space");
        Faults(("a", Embedding(null, null, "b")), ("b", Embedding(null))).ShouldHaveSingleItem().ShouldContain("name one VectorSpace for both");
        Faults(("a", Embedding("e3", 256, "b")), ("b", Embedding("e3", 512))).ShouldHaveSingleItem().ShouldContain("vectors of another length");
        Faults(("a", Embedding("e3", null, "b")), ("b", Model())).ShouldHaveSingleItem().ShouldContain("'b' is of another kind");
    }

    [Fact]
    public void What_has_no_effect_on_a_kind_of_model_is_refused()
    {
        var (chat, embedding) = (Model(), new ModelOptions
        {
            Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "m", ContextTokens = 100, LongText = LongTextRule.CutEnd,
        });
        chat.VectorSpace = "e3";
        Faults(("chat", chat), ("embed", embedding)).ShouldBe(
        [
            "HybridAi:Llm:Models:chat:VectorSpace: Only embedding models have a vector space.",
            "HybridAi:Llm:Models:embed:LongText: A text that is embedded is never cut: its vector would pass for one of the whole.",
        ]);
    }

    [Fact]
    public void Settings_come_from_the_configuration_by_these_names()
    {
        var settings = new Dictionary<string, string?>
        {
            ["RateLimit:RequestsPerMinute"] = "600", ["Concurrency:Most"] = "64", ["Retry:DeadlineSeconds"] = "30",
            ["CircuitBreaker:BreakSeconds"] = "5", ["Failover:0"] = "b", ["Failover:1"] = "c",
        };
        var model = new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
            .Get<ModelOptions>(binder => binder.ErrorOnUnknownConfiguration = true).ShouldNotBeNull();
        (model.RateLimit.RequestsPerMinute, model.Concurrency.Most, model.Retry.DeadlineSeconds, model.CircuitBreaker.BreakSeconds).ShouldBe((600, 64, 30, 5));
        model.Failover.ShouldBe(["b", "c"]);
    }

    private static ModelOptions Model(params string[] failover)
        => new() { Provider = "recorded", Model = "m", AnswersFile = "f", Failover = failover };

    private static List<string> Faults(params (string Alias, ModelOptions Options)[] models)
    {
        var options = new HybridAiOptions();
        options.Llm.PromptDirectory = SampleData.InRepository("prompts");
        foreach (var (alias, model) in models) options.Llm.Models[alias] = model;
        return [.. new LlmOptionsValidation(LlmFixture.Providers, LlmFixture.Embeddings).Validate(null, options).Failures ?? []];
    }
}
