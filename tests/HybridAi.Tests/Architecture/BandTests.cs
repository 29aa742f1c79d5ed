using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HybridAi.Tests.Architecture;

/// <summary>A later band never appears in an earlier one.</summary>
public partial class BandTests
{
    // Folders of src/HybridAi, the earliest first; those of one line don't know each other but may be used by all that follow.
    private static readonly string[][] Bands = [["Storage"], ["Jobs", "Llm"], ["Documents"], ["Curate"], ["Learn"], ["Serve"]];

    [Fact]
    public void A_later_band_never_appears_in_an_earlier_one()
    {
        var seen = 0;
        var breaches = new List<string>();
        foreach (var file in SourceFiles("src", "HybridAi"))
        {
            var band = BandOf(Path.GetRelativePath(Repository.Path("src", "HybridAi"), file).Split(Path.DirectorySeparatorChar)[0]);
            if (band is not { } own) continue;
            seen++;
            breaches.AddRange(Mention().Matches(File.ReadAllText(file))
                .Where(mention => BandOf(mention.Groups["band"].Value) > own)
                .Select(mention => $"{file} mentions {mention.Value}"));
        }

        seen.ShouldBeGreaterThan(40);
        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void Learning_knows_neither_the_product_nor_files_nor_the_network()
    {
        var files = SourceFiles("src", "HybridAi.Learning").ToList();

        files.Count.ShouldBeGreaterThan(10);
        files.Where(file => Outside().IsMatch(File.ReadAllText(file))).ShouldBeEmpty();
    }

    [Fact]
    public void The_root_holds_what_the_design_names()
    {
        string[] named = ["HybridAi.sln", "appsettings.json", "README.md", "LICENSE", "prompts", "data", "deploy", "src", "tests"];

        Tracked().Select(path => path.Split('/')[0]).Distinct().Where(name => !name.StartsWith('.') && !named.Contains(name)).ShouldBeEmpty();
    }

    // What is committed: whatever else lies in somebody's folder is his.
    private static string[] Tracked()
    {
        Assert.SkipUnless(Path.Exists(Repository.Path(".git")), "This is no git checkout.");
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "ls-files"]) { RedirectStandardOutput = true })!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        files.Length.ShouldBeGreaterThan(100);
        return files;
    }

    private static IEnumerable<string> SourceFiles(params string[] folder) => Directory
        .EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static int? BandOf(string folder)
    {
        var band = Array.FindIndex(Bands, names => names.Contains(folder));
        return band < 0 ? null : band;
    }

    [GeneratedRegex(@"HybridAi\.(?<band>Storage|Jobs|Llm|Documents|Curate|Learn|Serve)\b")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\bSystem\.Net\b|\bFile\.|\bDirectory\.|HybridAi\.(?!Learning)")]
    private static partial Regex Outside();
}
