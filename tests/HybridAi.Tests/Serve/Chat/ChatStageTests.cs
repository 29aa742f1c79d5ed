using HybridAi.Documents.Answering;
using HybridAi.Serve.Chat;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Chat;

public class ChatStageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_question_begins_a_conversation_and_its_answer_is_kept_with_its_citations(string database)
    {
        await using var bench = await ChatBench.CreateAsync(database, new FakeAnswerer("extractive"));

        var run = await bench.AskAsync("How many requests per minute may an API key send?");

        run.Conversation.Title.ShouldBe("How many requests per minute may an API key send?");
        var kept = (await bench.Conversations.ExchangesAsync(run.Conversation.Id, Cancellation)).ShouldHaveSingleItem();
        (kept.State, kept.Text, kept.Answer!.Answerer).ShouldBe((ExchangeState.Answered, "It is forty. It was thirty.", "extractive"));
        kept.Answer.Sentences[1].Citations.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            citation => (citation.DocumentId, citation.Page, citation.Start, citation.Quote).ShouldBe(("doc", 2, 10, "forty")));
        kept.Answer.Route.ShouldHaveSingleItem().ShouldBe(new("extractive", 0.9, null, true, "nobody further to ask: the answer stands", 0));
        run.Ended.Id.ShouldBe(kept.Id);
    }

    [Fact]
    public async Task A_follow_up_knows_what_was_answered_before_and_not_what_was_stopped_or_replaced()
    {
        var answerer = new FakeAnswerer("extractive");
        await using var bench = await ChatBench.CreateAsync("sqlite", answerer);
        var first = await bench.AskAsync("first");
        await StopAsync(bench, first.Conversation.Id);
        var again = await bench.AskAsync("first", first.Conversation.Id, first.Exchange.Id);

        await bench.AskAsync("second", first.Conversation.Id);

        answerer.Asked[^2].Conversation.ShouldBeEmpty();
        answerer.Asked[^1].Conversation.ShouldHaveSingleItem().ShouldBe(new("first", "It is forty. It was thirty."));
        again.Exchange.Replaces.ShouldBe(first.Exchange.Id);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Whoever_goes_in_the_middle_leaves_what_was_shown(string database)
    {
        await using var bench = await ChatBench.CreateAsync(database, new FakeAnswerer("extractive") { Gate = new() });
        var run = (await bench.Stage.BeginAsync(new(ChatBench.Ann, "how many"), Cancellation)).Value;
        using var gone = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var part in run.Parts.WithCancellation(gone.Token))
                if (part is AnswerPart.Cited)
                    await gone.CancelAsync();
        });

        var kept = (await bench.Conversations.ExchangesAsync(run.Conversation.Id, Cancellation)).ShouldHaveSingleItem();
        (kept.State, kept.Text, kept.Answer).ShouldBe((ExchangeState.Stopped, "It is forty.", null));
    }

    [Fact]
    public async Task What_breaks_off_is_kept_as_far_as_it_came_and_marked()
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive") { Breaks = new InvalidOperationException("broken") });

        await Should.ThrowAsync<InvalidOperationException>(() => bench.AskAsync("how many"));

        var conversation = (await bench.Conversations.ListAsync(ChatBench.Ann, 10, Cancellation)).ShouldHaveSingleItem();
        var kept = (await bench.Conversations.ExchangesAsync(conversation.Id, Cancellation)).ShouldHaveSingleItem();
        (kept.State, kept.Text).ShouldBe((ExchangeState.Failed, "It is forty."));
    }

    [Fact]
    public async Task What_is_wrong_with_a_question_is_said_before_anything_is_kept()
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive"));

        (await CodeAsync(new(ChatBench.Ann, " "))).ShouldBe("question-empty");
        (await CodeAsync(new(ChatBench.Ann, new string('x', 100_000)))).ShouldBe("question-too-long");
        (await CodeAsync(new(ChatBench.Ann, "x") { Answerer = "oracle" })).ShouldBe("answerer-unknown");
        (await CodeAsync(new(ChatBench.Ann, "x", "conversation-none"))).ShouldBe("conversation-unknown");
        (await bench.Conversations.ListAsync(ChatBench.Ann, 10, Cancellation)).ShouldBeEmpty();
        var run = await bench.AskAsync("x");
        (await CodeAsync(new(ChatBench.Ann, "x", run.Conversation.Id) { Replaces = "exchange-none" })).ShouldBe("exchange-unknown");
        (await CodeAsync(new(ChatBench.Ann with { Name = "bob" }, "x", run.Conversation.Id))).ShouldBe("conversation-unknown");
        (await CodeAsync(new(ChatBench.Ann with { Tenant = "other" }, "x", run.Conversation.Id))).ShouldBe("conversation-unknown");

        async Task<string?> CodeAsync(ChatRequest request) => (await bench.Stage.BeginAsync(request, Cancellation)).Fault?.Code;
    }

    private static async Task StopAsync(ChatBench bench, string conversation)
    {
        var run = (await bench.Stage.BeginAsync(new(ChatBench.Ann, "stopped", conversation), Cancellation)).Value;
        await foreach (var _ in run.Parts.WithCancellation(Cancellation)) break;
    }
}
