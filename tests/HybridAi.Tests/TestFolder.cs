namespace HybridAi.Tests;

/// <summary>A temporary folder, gone when the test ends.</summary>
public sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"hybridai-{Guid.CreateVersion7():N}");

    public string File(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
