using HybridAi.Llm;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Curate.Labelling;

namespace HybridAi.Tests.Llm;

public sealed class ModelCatalogueTests
{
    private static readonly string Prompts = SampleData.InRepository("prompts");

    [Fact]
    public async Task An_unknown_alias_names_the_known_ones()
    {
        using var fixture = await LlmFixture.CreateAsync();
        var recorded = new ModelOptions { Provider = "recorded", Model = "m", AnswersFile = "f" };
        var fault = fixture.Catalogue(("small", recorded), ("large", recorded)).Find("huge").Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("model-unknown");
        fault.Reason.ShouldContain("Known: large, small.");
    }

    [Fact]
    public async Task A_model_is_made_once()
    {
        using var fixture = await LlmFixture.CreateAsync();
        using var catalogue = fixture.Catalogue(("small", new ModelOptions { Provider = "recorded", Model = "m", AnswersFile = "f" }));
        catalogue.Find("small").Value.Client.ShouldBeSameAs(catalogue.Find("small").Value.Client);
    }

    [Fact]
    public void Two_providers_of_one_name_are_refused()
        => Should.Throw<ArgumentException>(() => new ChatProviders([new RecordedProvider(), new RecordedProvider()])).Message.ShouldContain("recorded");

    [Fact]
    public void All_faults_of_the_settings_are_reported_together_by_their_place()
    {
        var options = new HybridAiOptions();
        options.Llm.PromptDirectory = Prompts;
        options.Llm.Models["a"] = new ModelOptions { Provider = "telepathy", Model = "m" };
        options.Llm.Models["b"] = new ModelOptions { Provider = "openai", TimeoutSeconds = 0 };
        options.Llm.Models["c"] = new ModelOptions { Provider = "recorded", Model = "m" };

        var failures = new LlmOptionsValidation(LlmFixture.Providers).Validate(null, options).Failures.ShouldNotBeNull().ToList();

        failures.ShouldContain(line => line.StartsWith("HybridAi:Llm:Models:a:Provider: There is no provider 'telepathy'. Known: azure-openai, openai, recorded."));
        failures.ShouldContain(line => line.StartsWith("HybridAi:Llm:Models:b:Model: "));
        failures.ShouldContain(line => line.StartsWith("HybridAi:Llm:Models:b:TimeoutSeconds: "));
        failures.ShouldContain(line => line.StartsWith("HybridAi:Llm:Models:b:Endpoint: "));
        failures.ShouldContain(line => line.StartsWith("HybridAi:Llm:Models:c:AnswersFile: "));
        failures.Count.ShouldBe(5);
    }

    [Fact]
    public void A_missing_prompt_folder_is_found_at_start()
    {
        var options = new HybridAiOptions();
        options.Llm.PromptDirectory = "/nowhere";
        new LlmOptionsValidation(LlmFixture.Providers).Validate(null, options).Failures.ShouldNotBeNull()
            .ShouldHaveSingleItem().ShouldStartWith("HybridAi:Llm:PromptDirectory: /nowhere");
    }
}
