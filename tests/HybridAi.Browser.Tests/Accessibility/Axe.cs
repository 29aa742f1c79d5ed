using System.Text.Json;
using Microsoft.Playwright;

namespace HybridAi.Browser.Tests.Accessibility;

/// <summary>Deque's axe-core over a page, by the success criteria of WCAG 2.2 up to level AA. It runs where <c>HYBRIDAI_TEST_AXE</c> names the folder it was installed to.</summary>
internal static class Axe
{
    private const string Variable = "HYBRIDAI_TEST_AXE";

    private const string Script =
        """
        async () => {
          const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
          return violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
        }
        """;

    private static readonly Lazy<string?> Source = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? File.ReadAllText(Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"))
        : null);

    /// <summary>What breaks a rule on the page as it is now: the rule, the element and what is wrong with it. Empty also where axe-core is not installed.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        if (Source.Value is not { } source) return [];
        // Evaluated, and not as a script of the page, which its own content policy rightly refuses.
        await page.EvaluateAsync(source);
        return [.. (await page.EvaluateAsync<JsonElement>(Script)).EnumerateArray().Select(one => one.GetString()!)];
    }
}
