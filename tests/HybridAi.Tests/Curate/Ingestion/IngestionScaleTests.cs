using System.Text;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

/// <summary>For tests that look at the memory of the whole process.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;

[Collection(nameof(MeasuresMemory))]
public class IngestionScaleTests(IngestionFixture fixture) : IClassFixture<IngestionFixture>
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData("long.csv", "text,label\nbefore,greet\n", "\nafter,part\n")]
    [InlineData("long.jsonl", "{\"text\":\"before\"}\n", "\n{\"text\":\"after\"}\n")]
    public async Task A_line_of_50_MB_is_passed_over_without_being_held(string name, string before, string after)
    {
        var path = Path.Combine(fixture.Folder, name);
        await WriteLongAsync(path, before, after);
        await using (var file = (await RowFile.OpenAsync(path, new FormatHints(), fixture.Options.Ingestion, TestContext.Current.CancellationToken)).Value)
        {
            while (await file.Rows.ReadAsync(TestContext.Current.CancellationToken))
            {
            }

            file.Rows.Rows.ShouldBe(3);
            file.Rows.BufferBytes.ShouldBeLessThan((int)(1.01 * fixture.Options.Ingestion.MaxRowBytes));
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var report = await fixture.IngestAsync(path);
        (GC.GetTotalAllocatedBytes(precise: true) - allocated).ShouldBeLessThan(20 * Megabyte);
        report.Profile.Accepted.ShouldBe(2);
        IngestionFixture.RejectsOf(report).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            reject => reject.Code.ShouldBe("row-too-long"), reject => reject.Excerpt.Length.ShouldBe(200));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_number_of_rows()
    {
        var few = await MostMemoryAsync("few", 10_000);
        var many = await MostMemoryAsync("many", 100_000);
        (many - few).ShouldBeLessThan(4 * Megabyte, $"10,000 rows held {few:N0} bytes, 100,000 rows {many:N0}");
    }

    // The most that is still held after a collection, looked at ten times on the way.
    private async Task<long> MostMemoryAsync(string name, int rows)
    {
        var path = Path.Combine(fixture.Folder, $"{name}.csv");
        await using (var writer = new StreamWriter(path))
        {
            await writer.WriteLineAsync("text,label,channel");
            for (var i = 0; i < rows; i++) await writer.WriteLineAsync(i % 10 == 0 ? $"row {i},unknown,mail" : $"this is the text of row {i},greet,mail");
        }

        var most = 0L;
        var next = 0L;
        var progress = new EveryProgress(report =>
        {
            if (report.Rows < next) return;
            next = report.Rows + (rows / 10);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        });
        var project = IngestionFixture.Project with { Name = name };
        var outcome = await fixture.Stage.RunAsync(project, new IngestionRequest(path), progress, TestContext.Current.CancellationToken);
        (outcome.Value.Profile.Accepted, outcome.Value.Profile.Rejected).ShouldBe((rows * 9L / 10, rows / 10L));
        return most;
    }

    private static async Task WriteLongAsync(string path, string before, string after)
    {
        await using var stream = File.Create(path);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(before));
        var part = Encoding.UTF8.GetBytes(new string('x', Megabyte));
        for (var i = 0; i < 50; i++) await stream.WriteAsync(part);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(after));
    }
}
