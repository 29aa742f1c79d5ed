using HybridAi.Documents.Ingestion;

namespace HybridAi.Tests.Documents.Ingestion;

public class NearDuplicatesTests
{
    private const double Share = 0.95;

    private static readonly string Article = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"w{(char)('a' + i % 26)}{(char)('a' + i / 26)}")) + " costs 19 euros a month.";

    [Fact]
    public void A_text_in_another_dress_says_the_same_and_is_found_by_its_bands()
    {
        var (one, other) = (NearDuplicates.Of(Article), NearDuplicates.Of("Printed copy: " + Article.ToUpperInvariant().Replace(" ", "\n", StringComparison.Ordinal)));

        one.Say(other, Share).ShouldBeTrue();
        one.ToBands().Intersect(other.ToBands()).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_text_in_which_only_a_number_differs_is_another_one()
        => NearDuplicates.Of(Article).Say(NearDuplicates.Of(Article.Replace("19", "21", StringComparison.Ordinal)), 0.5).ShouldBeFalse();

    [Fact]
    public void Texts_that_share_half_are_two()
        => NearDuplicates.Of(Article).Say(NearDuplicates.Of(Article[..(Article.Length / 2)] + " costs 19 euros a month."), Share).ShouldBeFalse();

    [Fact]
    public void Bands_are_the_same_in_every_version_of_the_program()
        => NearDuplicates.Of("Bands stand in databases for years.").ToBands()[0].ShouldBe(NearDuplicates.Of("bands  stand in DATABASES for years").ToBands()[0]);
}
