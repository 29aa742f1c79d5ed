using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace HybridAi.Documents.Retrieval;

/// <summary>A file's bytes where the system maps them: read when they are touched, and given back under pressure. Unmapped when nobody holds it any more.</summary>
internal sealed unsafe class MappedBytes : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _first;
    private readonly int _length;

    /// <summary>Maps a file for reading.</summary>
    /// <exception cref="IOException">It is not there, is empty, or can't be read.</exception>
    public MappedBytes(string path)
    {
        _length = checked((int)new FileInfo(path).Length);
        if (_length == 0) throw new InvalidDataException($"{path} is empty.");
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        // The handle unmaps when it is finalised, which an acquired pointer would hold up: whoever reads keeps this object alive instead.
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _first);
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    /// <inheritdoc />
    public override Span<byte> GetSpan() => new(_first, _length);

    /// <inheritdoc />
    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    /// <inheritdoc />
    public override void Unpin()
    {
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _view.Dispose();
        _file.Dispose();
    }
}
