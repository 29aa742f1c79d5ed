using HybridAi.Curate.Projects;
using HybridAi.Learning.Drift;
using HybridAi.Serve.Monitoring;
using HybridAi.Tests.Learn;

namespace HybridAi.Tests.Serve.Monitoring;

public class RowDriftTests
{
    private static readonly RowText Rows = RowText.Of(DeliveryRows.Delays)!;
    private static readonly IReadOnlyList<string> Reference = [.. DeliveryRows.All.Take(300).Select(row => row.Text)];

    [Fact]
    public void Numbers_and_categories_are_columns_of_their_own_and_words_are_not()
    {
        var columns = RowDrift.Of(Rows, Reference, [.. DeliveryRows.All.Skip(300).Take(100).Select(row => row.Text)]).ToList();

        columns.Select(column => (column.Name, column is NumericColumn)).ShouldBe(
        [
            ("fields.weekday", false), ("fields.hour", true), ("fields.depot", false), ("fields.kilometres", true), ("fields.kilometres missing", false),
            ("fields.stops", true), ("fields.weather", false),
        ]);
    }

    [Fact]
    public void Rows_of_the_same_kind_are_no_drift()
        => DriftTest.Run([.. RowDrift.Of(Rows, Reference, [.. DeliveryRows.All.Skip(300).Take(200).Select(row => row.Text)])], new()).Findings.ShouldAllBe(finding => !finding.Drifted);

    [Theory]
    [InlineData("\"hour\":", "\"hour\":1", "fields.hour")]
    [InlineData("\"depot\":\"north\"", "\"depot\":\"airport\"", "fields.depot")]
    [InlineData("\"kilometres\":", "\"way\":", "fields.kilometres missing")]
    public void The_column_that_moved_is_named(string before, string after, string column)
    {
        string[] window = [.. DeliveryRows.All.Skip(300).Take(200).Select(row => row.Text.Replace(before, after, StringComparison.Ordinal))];

        var found = DriftTest.Run([.. RowDrift.Of(Rows, Reference, window)], new()).Findings.Where(finding => finding.Drifted).Select(finding => finding.Column).Distinct();

        found.ShouldContain(column);
        found.ShouldAllBe(name => name.StartsWith(column.Split(' ')[0], StringComparison.Ordinal));
    }
}
