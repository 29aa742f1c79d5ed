using System.Text.Json;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Curate.Labelling;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class RecordedProviderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Every_recorded_answer_is_replayed_as_it_was()
    {
        using var fixture = await LlmFixture.CreateAsync();
        var client = fixture.Catalogue(("large", Recorded(SampleData.AnswersFile, "large"))).Find("large").Value.Client;
        foreach (var line in File.ReadLines(SampleData.AnswersFile).Take(20).Select(line => JsonDocument.Parse(line).RootElement))
        {
            var recorded = line.GetProperty("answers").GetProperty("large");
            var response = await Ask(client, line.GetProperty("text").GetString()!);
            var said = JsonDocument.Parse(response.Text).RootElement;
            said.GetProperty("label").GetString().ShouldBe(recorded.GetProperty("label").GetString());
            said.GetProperty("confidence").GetDouble().ShouldBe(recorded.GetProperty("confidence").GetDouble());
            said.GetProperty("reason").GetString().ShouldBe(recorded.GetProperty("reason").GetString());
            response.CostUsd().ShouldBe(recorded.GetProperty("costUsd").GetDecimal());
            response.Latency().ShouldBeNull("no latency was recorded, and the replay's own says nothing about the model");
            response.Usage.ShouldBeNull();
        }
    }

    [Fact]
    public async Task What_was_not_recorded_is_absent()
    {
        Write("""{"text":"a","answers":{"m":{"label":"x","latencyMs":840}}}""");
        var response = await Ask(Client("m"), "a");
        response.Text.ShouldBe("""{"label":"x"}""");
        response.CostUsd().ShouldBeNull();
        response.Latency().ShouldBe(TimeSpan.FromMilliseconds(840));
        (await Ask(new ByStreaming(Client("m")), "a")).Latency().ShouldBe(TimeSpan.FromMilliseconds(840));
    }

    [Fact]
    public async Task A_text_or_model_that_is_not_recorded_is_a_fault_that_costs_nothing()
    {
        Write("""{"text":"a","answers":{"m":{"label":"x"}}}""");
        var failure = await Should.ThrowAsync<ModelCallException>(Ask(Client("m"), "b"));
        (failure.Fault.Code, failure.Measure!.CostUsd).ShouldBe(("no-recorded-answer", 0m));
        (await Should.ThrowAsync<ModelCallException>(Ask(Client("other"), "a"))).Fault.Reason.ShouldContain("the file has m");
    }

    [Theory]
    [InlineData("not json", ":2: The line is no JSON")]
    [InlineData("[]", ":2: A line is one JSON object")]
    [InlineData("""{"answers":{}}""", ":2: 'text' is missing")]
    [InlineData("""{"text":"a"}""", ":2: 'answers' is missing")]
    [InlineData("""{"text":"a","answers":{"m":{"costUsd":1}}}""", ":2: The answer of 'm' has no label")]
    [InlineData("""{"text":"a","answers":{"m":{"label":"x","confidence":1.5}}}""", ":2: The confidence of 'm'")]
    [InlineData("""{"text":"a","answers":{"m":{"label":"x","costUsd":"free"}}}""", ":2: The costUsd of 'm'")]
    [InlineData("""{"text":"a","answers":{"m":{"label":"x","latencyMs":-1}}}""", ":2: The latencyMs of 'm'")]
    public async Task A_bad_file_is_a_fault_with_line_and_reason(string line, string reason)
    {
        Write("""{"text":"ok","answers":{"m":{"label":"x"}}}""" + "\n" + line);
        var fault = (await RecordedAnswersFile.ReadAsync(_file, TestContext.Current.CancellationToken)).Fault.ShouldNotBeNull();
        fault.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task A_file_is_read_once_however_many_ask()
    {
        Write("""{"text":"a","answers":{"m":{"label":"x"}}}""");
        var provider = new RecordedProvider();
        var read = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => provider.ReadAsync(_file, TestContext.Current.CancellationToken)));
        read.Select(outcome => outcome.Value).Distinct().ShouldHaveSingleItem();
        File.Delete(_file);
        (await provider.ReadAsync(_file, TestContext.Current.CancellationToken)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var fault = (await RecordedAnswersFile.ReadAsync("nowhere.jsonl", TestContext.Current.CancellationToken)).Fault.ShouldNotBeNull();
        (fault.Code, fault.Place).ShouldBe(("answers-missing", "nowhere.jsonl"));
    }

    public void Dispose() => File.Delete(_file);

    private static ModelOptions Recorded(string file, string model) => new() { Provider = "recorded", Model = model, AnswersFile = file };

    private static Task<ChatResponse> Ask(IChatClient client, string text)
        => client.GetResponseAsync([new(ChatRole.User, "ignored")], LlmFixture.Options(text), TestContext.Current.CancellationToken);

    private void Write(string lines) => File.WriteAllText(_file, lines);

    private IChatClient Client(string model) => new RecordedProvider().Create(model, Recorded(_file, model)).Value;
}
