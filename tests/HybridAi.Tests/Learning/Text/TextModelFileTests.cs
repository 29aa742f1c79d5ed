using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

public sealed class TextModelFileTests
{
    private const int HeaderLength = 48;
    private const int CharMaxAt = 12;

    private static readonly TextClassifier Model = Tickets.Train();
    private static readonly byte[] File = Tickets.Saved(Model);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loaded_model_predicts_the_same_to_the_bit(bool quantise)
    {
        var model = Tickets.Train(settings: new TextClassifierSettings { Quantise = quantise });
        var loaded = Load(Tickets.Saved(model));
        loaded.Labels.ShouldBe(model.Labels);
        loaded.FeatureCount.ShouldBe(model.FeatureCount);
        loaded.Temperature.ShouldBe(model.Temperature);
        var before = new float[3];
        var after = new float[3];
        foreach (var text in Tickets.Rows(100, seed: 4).Texts)
        {
            model.Predict(text, before);
            loaded.Predict(text, after);
            after.ShouldBe(before);
            loaded.Familiarity(text).ShouldBe(model.Familiarity(text));
        }
    }

    [Fact]
    public void Saving_a_loaded_model_writes_the_same_bytes() => Tickets.Saved(Load(File)).ShouldBe(File);

    [Fact]
    public void A_model_can_stand_in_the_middle_of_a_stream()
    {
        using var stream = new MemoryStream([1, 2, 3, .. File, 9]);
        stream.Position = 3;
        TextClassifier.Load(stream).Labels.ShouldBe(Model.Labels);
        stream.ReadByte().ShouldBe(9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(HeaderLength)]
    [InlineData(HeaderLength + 1000)]
    public void A_truncated_file_is_refused(int length) =>
        Should.Throw<InvalidDataException>(() => Load(File[..length])).Message.ShouldMatch("shorter|truncated");

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        for (var at = 0; at < File.Length; at += Math.Max(1, File.Length / 97))
        {
            var changed = File.ToArray();
            changed[at] ^= 0x10;
            Should.Throw<InvalidDataException>(() => Load(changed));
        }
    }

    [Fact]
    public void Something_else_is_refused_by_its_magic() =>
        Should.Throw<InvalidDataException>(() => Load(new byte[200])).Message.ShouldContain("not a HybridAi text model");

    [Fact]
    public void Another_version_is_refused_by_number()
    {
        var changed = File.ToArray();
        changed[8] = 99;
        Should.Throw<InvalidDataException>(() => Load(changed)).Message.ShouldContain("version 99");
    }

    [Fact]
    public void The_parity_probe_catches_a_tampered_vectoriser_setting()
    {
        var fault = Should.Throw<InvalidDataException>(() => Load(Tampered(payload => payload[CharMaxAt]--)));
        fault.Message.ShouldContain("Serving differs from training");
    }

    [Fact]
    public void A_sealed_file_of_nonsense_is_refused_as_ill_formed() =>
        Should.Throw<InvalidDataException>(() => Load(Tampered(payload => payload.AsSpan(16).Fill(0xFF))));

    private static TextClassifier Load(byte[] file) => TextClassifier.Load(new MemoryStream(file));

    /// <summary>A file with another payload under a checksum that fits.</summary>
    private static byte[] Tampered(Action<byte[]> change)
    {
        using var plain = new MemoryStream();
        using (var source = new ZLibStream(new MemoryStream(File, HeaderLength, File.Length - HeaderLength), CompressionMode.Decompress)) source.CopyTo(plain);
        var payload = plain.ToArray();
        change(payload);
        using var packed = new MemoryStream();
        using (var target = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) target.Write(payload);
        var header = File[..HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), (int)packed.Length);
        SHA256.HashData(packed.ToArray(), header.AsSpan(16));
        return [.. header, .. packed.ToArray()];
    }
}
