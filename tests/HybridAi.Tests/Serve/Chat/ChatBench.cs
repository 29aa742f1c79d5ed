using HybridAi.Documents.Answering;
using HybridAi.Documents.Retrieval;
using HybridAi.Serve.Chat;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Chat;

/// <summary>Conversations over one empty database, whose answerers are fakes.</summary>
internal sealed class ChatBench : IAsyncDisposable
{
    public static readonly Asker Ann = new("default", "ann", ["ann"]);

    private readonly EmbeddedPassageIndex _index = new(null);

    private ChatBench(TestDatabase test, params FakeAnswerer[] answerers)
    {
        Test = test;
        foreach (var answerer in answerers) Options.Answerers.Add(answerer.Name);
        Conversations = new(test.Database, test.Clock);
        Routes = new(test.Database, Options, test.Clock);
        Answers = new(_index, new(answerers), test.Clock);
        Stage = new(Conversations, Routes, Answers, Options, test.Clock);
    }

    public TestDatabase Test { get; }

    public ChatOptions Options { get; } = new();

    public ConversationStore Conversations { get; }

    public AnswerRoutes Routes { get; }

    public AnswerStage Answers { get; }

    public ChatStage Stage { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ChatBench> CreateAsync(string database, params FakeAnswerer[] answerers) => new(await TestDatabase.CreateAsync(database), answerers);

    /// <summary>Asks to the end.</summary>
    public async Task<ChatRun> AskAsync(string question, string? conversation = null, string? replaces = null)
    {
        var run = (await Stage.BeginAsync(new(Ann, question, conversation) { Replaces = replaces }, Cancellation)).Value;
        await foreach (var _ in run.Parts.WithCancellation(Cancellation))
        {
        }

        return run;
    }

    public async ValueTask DisposeAsync()
    {
        _index.Dispose();
        await Test.DisposeAsync();
    }
}
