using System.Net.Http.Json;
using System.Text.Json;
using HybridAi.Documents;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Retrieval;
using HybridAi.Serve.Chat;
using HybridAi.Tests.Serve.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

/// <summary>Questions over HTTP, to the shipped answerer and to one that can be held back.</summary>
public sealed class ChatEndpointTests : IAsyncLifetime
{
    private readonly FakeAnswerer _slow = new("slow") { Gate = new() };
    private ApiBench _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync(services => services.AddSingleton<IAnswererMember>(_slow), "--HybridAi:Chat:HeartbeatSeconds=0.1");
        const string Text = "Each API key may send up to 120 requests per minute.";
        var version = new DocumentVersion("default", "limits", "v1", "API rate limits", null, [], []);
        await _api.Services.GetRequiredService<IPassageIndex>().ReplaceAsync(version, [new(0, Text.Length, Text, ["API rate limits"])], Cancellation);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task An_answer_streams_as_events_and_ends_as_it_is_stored()
    {
        var events = await EventsAsync(new { question = "How many requests per minute may an API key send?" });

        events.Select(one => one.Event).ShouldBe(["meta", "delta", "citation", "usage", "done"]);
        events[1].Data.GetProperty("text").GetString().ShouldBe("Each API key may send up to 120 requests per minute.");
        var citation = events[2].Data.GetProperty("citation");
        (citation.GetProperty("documentId").GetString(), citation.GetProperty("start").GetInt32()).ShouldBe(("limits", 0));
        events[4].Data.GetProperty("state").GetString().ShouldBe("answered");
        var conversation = events[0].Data.GetProperty("conversation").GetProperty("id").GetString();
        var kept = (await _api.GetAsync($"/v1/chat/conversations/{conversation}")).Ok().GetProperty("exchanges")[0];
        kept.GetProperty("answer").GetRawText().ShouldBe(events[4].Data.GetProperty("answer").GetRawText());
    }

    [Fact]
    public async Task Without_streaming_the_answer_is_one_document_and_can_be_rated()
    {
        var reply = (await _api.PostAsync("/v1/chat", new { question = "How many requests per minute may an API key send?", stream = false })).Ok();

        var exchange = reply.GetProperty("exchange").GetProperty("id").GetString();
        reply.GetProperty("exchange").GetProperty("answer").GetProperty("sentences").GetArrayLength().ShouldBe(1);
        (await _api.PutAsync($"/v1/chat/exchanges/{exchange}/feedback", new { rating = "up" })).Ok().GetProperty("rating").GetString().ShouldBe("up");
        (await _api.PutAsync($"/v1/chat/exchanges/{exchange}/feedback", new { rating = "great" })).Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await _api.PutAsync("/v1/chat/exchanges/none/feedback", new { rating = "up" })).Problem.ShouldBe((404, "exchange-unknown", null));
    }

    [Fact]
    public async Task While_nothing_is_said_there_are_signs_of_life_and_who_disconnects_leaves_what_was_shown()
    {
        using var client = new HttpClient { BaseAddress = _api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat") { Content = JsonContent.Create(new { question = "how many", answerer = "slow" }) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation)))
        {
            string? line;
            while ((line = await reader.ReadLineAsync(Cancellation)) is not null && line != "event: heartbeat")
            {
            }

            line.ShouldBe("event: heartbeat");
        }

        var conversations = _api.Services.GetRequiredService<ConversationStore>();
        var asker = new Asker("default", "open", null);
        var conversation = (await conversations.ListAsync(asker, 1, Cancellation)).Single();
        ChatExchange kept;
        do kept = (await conversations.ExchangesAsync(conversation.Id, Cancellation)).Single();
        while (kept.State == ExchangeState.Answering && !Cancellation.IsCancellationRequested);
        (kept.State, kept.Text).ShouldBe((ExchangeState.Stopped, "It is forty."));
    }

    [Fact]
    public async Task Bad_questions_are_refused_with_place_and_reason()
    {
        (await _api.PostAsync("/v1/chat", new { question = " " })).Problem.ShouldBe((400, "request-invalid", "question"));
        (await _api.PostAsync("/v1/chat", new { question = new string('x', 100_000) })).Problem.ShouldBe((400, "question-too-long", "question"));
        (await _api.PostAsync("/v1/chat", new { question = "x", answerer = "oracle" })).Problem.ShouldBe((404, "answerer-unknown", "answerer"));
        (await _api.PostAsync("/v1/chat", new { question = "x", conversationId = "none" })).Problem.ShouldBe((404, "conversation-unknown", "conversationId"));
        (await _api.GetAsync("/v1/chat/conversations/none")).Problem.ShouldBe((404, "conversation-unknown", "conversationId"));
        (await _api.GetAsync("/v1/chat/route")).Ok().GetProperty("answerers")[0].GetString().ShouldBe("extractive");
    }

    private async Task<List<(string Event, JsonElement Data)>> EventsAsync(object question)
    {
        var answer = await _api.PostAsync("/v1/chat", question);
        (answer.Status, answer.ContentType).ShouldBe((System.Net.HttpStatusCode.OK, "text/event-stream"), answer.Text);
        return [.. answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block.Split('\n')).Select(lines => (
            lines[0]["event: ".Length..], JsonDocument.Parse(lines[1]["data: ".Length..]).RootElement))];
    }
}
