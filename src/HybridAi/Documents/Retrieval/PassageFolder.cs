using System.Globalization;
using System.Text.Json;

namespace HybridAi.Documents.Retrieval;

/// <summary>Which files make up an index.</summary>
/// <param name="FirstJournal">Number of the oldest journal whose changes are not all in the segments.</param>
/// <param name="Segments">The segment files and which of their versions were taken out.</param>
internal sealed record PassageManifest(long FirstJournal, IReadOnlyList<ManifestSegment> Segments);

/// <summary>One segment file.</summary>
/// <param name="File">Its name.</param>
/// <param name="Dead">Indexes of the versions that were taken out.</param>
internal sealed record ManifestSegment(string File, IReadOnlyList<int> Dead);

/// <summary>
/// The files of one tenant's index: segments, journals and a manifest that says which of them count. A file is written aside and moved to its place, so that
/// after a crash either the old manifest or the new one is there, and all that it names.
/// </summary>
internal sealed class PassageFolder(string path) : IDisposable
{
    private const string ManifestFile = "manifest";

    // A segment from here on keeps its lists and passages out of memory; a smaller one is read where it is mapped, which takes a third of the time.
    private const int LargeBytes = 48 * 1024 * 1024;
    private FileStream? _lock;

    /// <summary>Where the files stand.</summary>
    public string Path => path;

    /// <summary>Whether it is this process's own.</summary>
    public bool IsOwned => _lock is not null;

    /// <summary>Makes the folder this process's own; false where another process has it.</summary>
    public bool TryOwn()
    {
        Directory.CreateDirectory(path);
        try
        {
            _lock = new FileStream(At("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Changes with every change that was written.</summary>
    public string Stamp()
    {
        var journals = Journals(0);
        return string.Create(
            CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(At(ManifestFile)).Ticks} {string.Join(' ', journals.Select(number => $"{number}:{new FileInfo(Journal(number)).Length}"))}");
    }

    /// <summary>The manifest; null where there is none yet.</summary>
    /// <exception cref="InvalidDataException">It was cut or edited.</exception>
    public PassageManifest? ReadManifest()
    {
        if (!File.Exists(At(ManifestFile))) return null;
        var json = SealedSections.Open(File.ReadAllBytes(At(ManifestFile)), 1)[0];
        return JsonSerializer.Deserialize<PassageManifest>(json.Span) ?? throw new InvalidDataException("The manifest is empty.");
    }

    public void Write(PassageManifest manifest) => WriteAside(ManifestFile, target =>
    {
        using var sections = new SealedSections(target);
        sections.Section(JsonSerializer.SerializeToUtf8Bytes(manifest));
        sections.Seal();
    });

    /// <summary>Opens a segment file where it lies.</summary>
    /// <exception cref="InvalidDataException">It was cut or edited.</exception>
    public PassageSegment Open(string name)
    {
        if (!File.Exists(At(name))) throw new InvalidDataException($"The segment {name} is missing.");
        SealedSections.Verify(At(name));
        return Map(name);
    }

    /// <summary>Writes a segment file.</summary>
    public PassageSegment WriteSegment(Action<Stream> write)
    {
        var next = 1 + Numbers("segment-").DefaultIfEmpty(0).Max();
        var name = string.Create(CultureInfo.InvariantCulture, $"segment-{next}");
        WriteAside(name, write);
        return Map(name);
    }

    /// <summary>The numbers of the journals from one on.</summary>
    public IReadOnlyList<long> Journals(long first) => [.. Numbers("journal-").Where(number => number >= first).Order()];

    public string Journal(long number) => At(string.Create(CultureInfo.InvariantCulture, $"journal-{number}"));

    /// <summary>Takes away what a manifest does not name; a file that is mapped stays readable to whoever reads it.</summary>
    public void Clear(PassageManifest manifest)
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            var name = System.IO.Path.GetFileName(file);
            if (name.EndsWith(".writing", StringComparison.Ordinal)
                || (name.StartsWith("segment-", StringComparison.Ordinal) && manifest.Segments.All(segment => segment.File != name))
                || (Number(name, "journal-") is { } journal && journal < manifest.FirstJournal))
                File.Delete(file);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private PassageSegment Map(string name)
    {
        var bytes = new MappedBytes(At(name)).Memory;
        return new(bytes, name, bytes.Length < LargeBytes ? null : File.OpenHandle(At(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
    }

    private void WriteAside(string name, Action<Stream> write)
    {
        var aside = At(name + ".writing");
        using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, At(name), overwrite: true);
    }

    private IEnumerable<long> Numbers(string prefix) => Directory.EnumerateFiles(path, prefix + "*").Select(file => Number(System.IO.Path.GetFileName(file), prefix)).OfType<long>();

    private static long? Number(string name, string prefix)
        => name.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string At(string name) => System.IO.Path.Combine(path, name);
}
