using System.Text.RegularExpressions;
using HybridAi.Tests.Cli;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Tests.Architecture;

/// <summary>Documents say what is true now.</summary>
public partial class DocumentTests
{
    private static readonly string Readme = File.ReadAllText(Repository.Path("README.md"));

    [Fact]
    public void Every_path_in_the_readme_exists()
    {
        var paths = PathInText().Matches(Readme).Select(match => match.Value.TrimEnd('.', ',', '/')).Distinct()
            .Where(path => !path.StartsWith("../shared", StringComparison.Ordinal) && !path.StartsWith("./.hybridai", StringComparison.Ordinal)).ToList();

        paths.Count.ShouldBeGreaterThan(5);
        paths.Where(path => !Path.Exists(Repository.Path(path))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_verb_is_in_the_readme()
    {
        using var cli = new CliProcess();
        var help = (await cli.RunAsync("--help")).Output;
        var verbs = Verb().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups["verb"].Value).ToList();

        verbs.Count.ShouldBeGreaterThan(10);
        verbs.Where(verb => !Readme.Contains($"| `{verb}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_and_the_ci_script_run_the_same_tests()
    {
        const string command = "dotnet test HybridAi.sln -c Release";

        Readme.ShouldContain(command);
        File.ReadAllText(Repository.Path(".ci", "run")).ShouldContain(command);
        File.ReadAllText(Repository.Path(".github", "workflows", "ci.yml")).ShouldContain(".ci/run");
    }

    [Fact]
    public void The_shipped_settings_are_settings_that_exist_and_are_in_range()
    {
        var settings = Options(new ConfigurationBuilder().AddJsonFile(Repository.Path("appsettings.json")).Build());

        settings.Llm.Models.Keys.ShouldBe(["large", "small"], ignoreOrder: true);
    }

    [Fact]
    public void A_misspelt_setting_is_refused_at_start()
    {
        var misspelt = new ConfigurationBuilder().AddInMemoryCollection([new("HybridAi:DataDirektory", "elsewhere")]).Build();

        Should.Throw<OptionsValidationException>(() => Options(misspelt)).Message.ShouldContain("DataDirektory");
    }

    private static HybridAiOptions Options(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddLogging().AddHybridAi(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<HybridAiOptions>>().Value;
    }

    [GeneratedRegex(@"(?<![\w/.-])(src|tests|data|prompts|deploy|\.ci)/[\w./-]+")]
    private static partial Regex PathInText();

    [GeneratedRegex(@"^  (?<verb>[a-z]+)\b", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
