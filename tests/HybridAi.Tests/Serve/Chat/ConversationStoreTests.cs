using HybridAi.Serve.Chat;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Chat;

public class ConversationStoreTests
{
    private static readonly Asker Bob = ChatBench.Ann with { Name = "bob" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Everybody_sees_renames_rates_and_deletes_his_own_alone(string database)
    {
        await using var bench = await ChatBench.CreateAsync(database, new FakeAnswerer("extractive"));
        var first = (await bench.AskAsync("first")).Conversation;
        bench.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await bench.AskAsync("second");
        var store = bench.Conversations;

        (await store.ListAsync(ChatBench.Ann, 10, Cancellation)).Select(one => one.Title).ShouldBe(["second", "first"]);
        (await store.ListAsync(Bob, 10, Cancellation)).ShouldBeEmpty();
        (await store.RenameAsync(Bob, first.Id, "mine", Cancellation)).Fault!.Code.ShouldBe("conversation-unknown");
        (await store.RenameAsync(ChatBench.Ann, first.Id, " Limits ", Cancellation)).Value.Title.ShouldBe("Limits");
        (await store.RenameAsync(ChatBench.Ann, first.Id, " ", Cancellation)).Fault!.Code.ShouldBe("title-invalid");
        (await store.RateAsync(Bob, second.Exchange.Id, Rating.Up, null, Cancellation)).Fault!.Code.ShouldBe("exchange-unknown");
        (await store.RateAsync(ChatBench.Ann, second.Exchange.Id, Rating.Down, "too long", Cancellation)).Value.ShouldSatisfyAllConditions(
            rated => (rated.Rating, rated.Comment).ShouldBe((Rating.Down, "too long")));
        (await store.DeleteAsync(Bob, first.Id, Cancellation)).Fault!.Code.ShouldBe("conversation-unknown");
        (await store.DeleteAsync(ChatBench.Ann, first.Id, Cancellation)).Fault.ShouldBeNull();
        (await store.ListAsync(ChatBench.Ann, 10, Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(second.Conversation.Id);
        (await store.ExchangesAsync(first.Id, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("What does it cost?", "What does it cost?"), InlineData("  two\n lines ", "two lines")]
    [InlineData("What happens to the parcels that nobody collects from the shop within two weeks?", "What happens to the parcels that nobody collects from the…")]
    public void A_first_question_is_the_title_cut_between_words(string question, string title) => Conversation.TitleOf(question).ShouldBe(title);
}
