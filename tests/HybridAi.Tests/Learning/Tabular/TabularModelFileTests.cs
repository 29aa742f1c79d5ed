using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using HybridAi.Learning.Tabular;
using HybridAi.Tests.Learning.Text;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class TabularModelFileTests
{
    private const int HeaderLength = 48;

    private static readonly TabularClassifier Classifier = Train();
    private static readonly TabularRegressor Regressor = TabularRegressorTrainer.Train(
        Tables.Noisy(300, 1).Rows, Tables.Noisy(300, 1).Targets, new(TreeCandidates: 2), null, CancellationToken.None);

    private static readonly byte[] ClassifierFile = Saved(Classifier.Save);
    private static readonly byte[] RegressorFile = Saved(Regressor.Save);

    [Fact]
    public void A_loaded_classifier_says_the_same_to_the_bit()
    {
        var loaded = LoadClassifier(ClassifierFile);

        loaded.Labels.ShouldBe(Classifier.Labels);
        loaded.Columns.ShouldBe(Classifier.Columns);
        var rows = Tables.Loans(100, 9).Rows;
        var (before, after) = (new float[2], new float[2]);
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = Tables.Row(rows, row);
            Classifier.Predict(cells, before);
            loaded.Predict(cells, after);
            after.ShouldBe(before);
            loaded.Novelty(cells).ShouldBe(Classifier.Novelty(cells));
            loaded.Explain(cells, 1, 5).ShouldBe(Classifier.Explain(cells, 1, 5));
        }
    }

    [Fact]
    public void A_loaded_regressor_says_the_same_to_the_bit()
    {
        var loaded = LoadRegressor(RegressorFile);

        var rows = Tables.Noisy(100, 9).Rows;
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = Tables.Row(rows, row);
            loaded.Predict(cells).ShouldBe(Regressor.Predict(cells));
            loaded.Within(cells, 0, 4).ShouldBe(Regressor.Within(cells, 0, 4));
            loaded.Explain(cells, 3).ShouldBe(Regressor.Explain(cells, 3));
        }
    }

    [Fact]
    public void Saving_a_loaded_model_writes_the_same_bytes()
    {
        Saved(LoadClassifier(ClassifierFile).Save).ShouldBe(ClassifierFile);
        Saved(LoadRegressor(RegressorFile).Save).ShouldBe(RegressorFile);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(HeaderLength)]
    [InlineData(HeaderLength + 500)]
    public void A_shortened_file_is_refused(int length)
    {
        Should.Throw<InvalidDataException>(() => LoadClassifier(ClassifierFile[..length])).Message.ShouldMatch("shorter|truncated");
        Should.Throw<InvalidDataException>(() => LoadRegressor(RegressorFile[..length])).Message.ShouldMatch("shorter|truncated");
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        for (var at = 0; at < RegressorFile.Length; at += Math.Max(1, RegressorFile.Length / 97))
        {
            var changed = RegressorFile.ToArray();
            changed[at] ^= 0x10;
            Should.Throw<InvalidDataException>(() => LoadRegressor(changed));
        }
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_by_name()
    {
        Should.Throw<InvalidDataException>(() => LoadClassifier(RegressorFile)).Message.ShouldContain("not a HybridAi table classifier");
        Should.Throw<InvalidDataException>(() => LoadRegressor(ClassifierFile)).Message.ShouldContain("not a HybridAi table regressor");
        Should.Throw<InvalidDataException>(() => LoadClassifier(Tickets.Saved(Tickets.Train()))).Message.ShouldContain("not a HybridAi table classifier");
        Should.Throw<InvalidDataException>(() => LoadClassifier(new byte[200])).Message.ShouldContain("not a HybridAi table classifier");
    }

    [Fact]
    public void A_sealed_file_whose_content_was_edited_is_refused_or_still_a_model_and_nothing_worse()
    {
        foreach (var (file, load) in ((byte[], Action<byte[]>)[])[(ClassifierFile, file => LoadClassifier(file)), (RegressorFile, file => LoadRegressor(file))])
        {
            var length = Payload(file).Length;
            var refused = 0;
            for (var at = 0; at < length; at += Math.Max(1, length / 211))
            {
                var edited = Edited(file, at);
                try
                {
                    load(edited);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }

            refused.ShouldBeGreaterThan(20);
        }
    }

    public static byte[] Saved(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }

    private static TabularClassifier Train()
    {
        // So few rows that a mix of both is no loss; the file must hold linear models, trees and every kind of column.
        var loans = Tables.Loans(400, 1);
        return TabularClassifierTrainer.Train(loans.Rows, loans.Labels, ["lost", "repaid"], new(TreeCandidates: 2), null, CancellationToken.None);
    }

    private static TabularClassifier LoadClassifier(byte[] file) => TabularClassifier.Load(new MemoryStream(file));

    private static TabularRegressor LoadRegressor(byte[] file) => TabularRegressor.Load(new MemoryStream(file));

    private static byte[] Payload(byte[] file)
    {
        using var plain = new MemoryStream();
        using (var source = new ZLibStream(new MemoryStream(file[HeaderLength..]), CompressionMode.Decompress)) source.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>One byte of the content turned round, under a checksum that fits.</summary>
    private static byte[] Edited(byte[] file, int at)
    {
        var payload = Payload(file);
        payload[at] ^= 0xFF;
        using var packed = new MemoryStream();
        using (var target = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) target.Write(payload);
        var header = file[..HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), (int)packed.Length);
        SHA256.HashData(packed.ToArray(), header.AsSpan(16));
        return [.. header, .. packed.ToArray()];
    }
}
