using HybridAi.Documents.Answering;

namespace HybridAi.Tests.Documents.Answering;

public sealed class SentenceCheckTests
{
    private const string Span = "From 3 February 2025, a collection for the same day has to be booked by 12:30 with Northline.";

    [Theory]
    [InlineData("A same-day collection has to be booked by 12:30.")]
    [InlineData("Northline collections for the same day have to be booked by 12:30 since 3 February 2025.")]
    public void What_the_span_says_is_supported(string sentence) => SentenceCheck.Of(sentence, [Span]).Doubt.ShouldBeNull();

    [Theory]
    [InlineData("A same-day collection has to be booked by 14:00.", "14")]
    [InlineData("A same-day collection with BlueCrane has to be booked by 12:30.", "BlueCrane")]
    [InlineData("A same-day collection has to be booked by 12:30 in March.", "March")]
    [InlineData("A same-day collection has to be booked at https://evil.example/12:30.", "")]
    [InlineData("Write to thief@evil.example to book a collection for the same day.", "evil.example")]
    [InlineData("All fees of every customer are refunded without any question.", "something else")]
    public void A_number_name_date_address_or_claim_that_is_not_in_the_span_is_named(string sentence, string says)
        => SentenceCheck.Of(sentence, [Span]).Doubt.ShouldNotBeNull().ShouldContain(says);

    [Theory]
    [InlineData("Seven days are left.", "There are 7 days left.")]
    [InlineData("There are 2500 labels.", "There are 2,500 labels.")]
    public void A_number_is_the_same_however_it_is_written(string sentence, string span) => SentenceCheck.Of(sentence, [span]).Doubt.ShouldBeNull();
}
