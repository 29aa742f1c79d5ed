using System.Globalization;
using HybridAi.Documents;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Tests.Documents.Ingestion;

public class StatedDateTests
{
    [Theory]
    [InlineData("Last updated: 20 November 2023", "2023-11-20")]
    [InlineData("This page was last modified on 3rd of March, 2024.", "2024-03-03")]
    [InlineData("Updated Nov. 5, 2024 by the team", "2024-11-05")]
    [InlineData("Effective date: 2024-02-29", "2024-02-29")]
    [InlineData("Published 23/11/2023", "2023-11-23")]
    [InlineData("Stand: 01.02.2025", "2025-02-01")]
    [InlineData("As of January 2024 we charge more.", "2024-01-01")]
    [InlineData("Version of 12 December 2024", "2024-12-12")]
    public void A_line_that_states_a_date_is_believed(string line, string date)
        => StatedDate.In(line, [new Block(BlockKind.Paragraph, 0, line.Length, [])]).ShouldNotBeNull().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(date);

    [Theory]
    [InlineData("Published 03/04/2024")]
    [InlineData("Updated: 31 February 2024")]
    [InlineData("We met on 20 November 2023.")]
    [InlineData("The last updated record has 2023 entries.")]
    public void What_could_be_another_day_or_states_none_gives_none(string line)
        => StatedDate.In(line, [new Block(BlockKind.Paragraph, 0, line.Length, [])]).ShouldBeNull();
}
