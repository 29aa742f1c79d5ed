using Microsoft.Playwright;

namespace HybridAi.Browser.Tests.Accessibility;

/// <summary>Deque's axe-core over a page, by the success criteria of WCAG 2.2 up to level AA. It runs where <see cref="Variable"/> names the folder that it was installed to.</summary>
internal static class Axe
{
    /// <summary>Names the folder.</summary>
    public const string Variable = "HYBRIDAI_TEST_AXE";

    private const string Script =
        """
        axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
          .then(({ violations }) => violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))
        """;

    private static readonly Lazy<string?> Source = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? File.ReadAllText(Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"))
        : null);

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => Source.Value is not null;

    /// <summary>What breaks a rule on the page as it is now: the rule, the element and what is wrong with it. Empty also where axe-core is not installed.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        if (Source.Value is not { } source) return [];
        // By the browser's own protocol: the page's content policy rightly lets no script in, and evaluates none.
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Runtime.evaluate", new() { ["expression"] = source });
        var answer = await session.SendAsync("Runtime.evaluate", new() { ["expression"] = Script, ["awaitPromise"] = true, ["returnByValue"] = true });
        await session.DetachAsync();
        return [.. answer!.Value.GetProperty("result").GetProperty("value").EnumerateArray().Select(one => one.GetString()!)];
    }
}
