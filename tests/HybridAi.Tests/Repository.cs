namespace HybridAi.Tests;

/// <summary>Where the repository stands, and the evaluation data beside it where there is any.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A file of the evaluation data; the test is skipped, with the reason, where it is absent.</summary>
    public static string SharedData(params ReadOnlySpan<string> parts)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([Root, "..", "shared", "data", .. parts]));
        Assert.SkipUnless(File.Exists(path), $"The evaluation data {System.IO.Path.Combine(parts)} is not beside this repository.");
        return path;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "HybridAi.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("No HybridAi.sln above the tests.");
    }
}
