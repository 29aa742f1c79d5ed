using System.Text;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Curate.Labelling;
using Microsoft.Extensions.Configuration;

namespace HybridAi.Tests.Llm;

public sealed class ReadmeSettingsTests
{
    [Fact]
    public void The_settings_that_the_readme_shows_are_sound()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));
        var json = readme.Split("## Your own LLM")[1].Split("```json")[1].Split("```")[0];
        var options = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build()
            .GetSection(HybridAiOptions.Section).Get<HybridAiOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        options.Llm.PromptDirectory = SampleData.InRepository("prompts");
        OpenAiProvider openAi = new(_ => "a key");
        AzureOpenAiProvider azure = new(_ => "a key", _ => throw new InvalidOperationException());

        new LlmOptionsValidation(new ChatProviders([openAi, azure]), new EmbeddingProviders([openAi])).Validate(null, options).Failures.ShouldBeNull();
        options.Llm.Models.Keys.ShouldBe(["embed", "large", "small"], ignoreOrder: true);
    }
}
