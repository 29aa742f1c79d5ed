using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Tests.Documents.Retrieval;

public class FileBytesTests
{
    [Fact]
    public void A_piece_of_a_file_is_what_stands_there_and_none_is_made_up_behind_its_end()
    {
        using var folder = new TestFolder();
        var path = folder.File("segment");
        File.WriteAllBytes(path, [.. Enumerable.Range(0, 100).Select(value => (byte)value)]);
        using var file = File.OpenHandle(path);
        var bytes = new FileBytes(file, offset: 10);
        byte[] room = [];

        bytes.Read(5, 3, ref room).ToArray().ShouldBe([15, 16, 17]);
        bytes.Read(0, 90, ref room).ToArray().ShouldBe(Enumerable.Range(10, 90).Select(value => (byte)value));
        Should.Throw<InvalidDataException>(() => bytes.Read(85, 6, ref room).Length);
        ListBytes.GiveBack(room);
    }
}
