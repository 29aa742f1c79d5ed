using HybridAi.Curate.Labelling;
using HybridAi.Llm;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Curate.Labelling;

public sealed class LabellerServicesTests
{
    [Theory]
    [InlineData("lexical")]
    [InlineData("llm:small")]
    [InlineData("recorded:large")]
    public async Task The_shipped_settings_make_every_labeller(string spec)
    {
        using var fixture = await LlmFixture.CreateAsync();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(fixture.Clock).AddSingleton(fixture.Ledger)
            .AddSingleton<HybridAi.Storage.IDatabase>(fixture.Database).AddLlm().AddLabellers();
        services.AddOptions<HybridAiOptions>()
            .Bind(new ConfigurationBuilder().AddJsonFile(SampleData.InRepository("appsettings.json")).Build().GetSection(HybridAiOptions.Section))
            .Configure(options =>
            {
                options.Llm.PromptDirectory = SampleData.InRepository("prompts");
                foreach (var model in options.Llm.Models.Values.Where(model => model.AnswersFile is not null)) model.AnswersFile = SampleData.InRepository(model.AnswersFile!);
            });
        await using var provider = services.BuildServiceProvider();

        var labeller = provider.GetRequiredService<LabellerFamily>().Create(spec, new LabellerContext(SampleData.Project, [])).Value;
        var proposal = await labeller.ProposeAsync(new("run", "id", SampleData.Tickets[0].Text), TestContext.Current.CancellationToken);

        labeller.Name.ShouldBe(spec);
        proposal.Fault.ShouldBeNull();
        SampleData.Project.Knows(proposal.Label!).ShouldBeTrue();
    }
}
