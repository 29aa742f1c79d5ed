using HybridAi.Documents.Retrieval;
using HybridAi.Serve.Chat;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Chat;

public class RatedSearchesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Only_answers_that_helped_judge_and_what_they_cite_was_good(string database)
    {
        await using var bench = await ChatBench.CreateAsync(database, new FakeAnswerer("extractive"));
        foreach (var (question, rating) in new (string, Rating?)[] { ("helped", Rating.Up), ("misled", Rating.Down), ("passed by", null), ("helped", Rating.Up) })
        {
            var exchange = (await bench.AskAsync(question)).Exchange;
            (await bench.Conversations.RateAsync(ChatBench.Ann, exchange.Id, rating, null, Cancellation)).Fault.ShouldBeNull();
        }

        var search = (await new RatedSearches(bench.Conversations).ReadAsync("default", Cancellation)).ShouldHaveSingleItem();
        search.Query.ShouldBe("helped");
        // The answer cites the document from 0 to 5 and from 10 to 15.
        (await search.Judge([Found("doc", "v1", 3), Found("doc", "v1", 20), Found("doc", "v2", 3), Found("other", "v1", 3)], Cancellation)).ShouldBe([true, false, false, false]);
        (await new RatedSearches(bench.Conversations).ReadAsync("another", Cancellation)).ShouldBeEmpty();
    }

    private static FoundPassage Found(string document, string version, int start) => new(new("default", document, version, "", null, [], []), new(start, 4, "text", []), 1);
}
