using System.ComponentModel;
using System.Text.Json;
using HybridAi.Llm;
using HybridAi.Llm.Structured;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class StructuredAnswerTests
{
    private const string Good = """{"name":"Ann","mood":"veryGlad","age":7,"tags":[{"word":"a","weight":0.5}],"note":null}""";

    private static readonly AnswerSchema Schema = AnswerSchema.Of<Person>("person");

    [Fact]
    public void The_schema_of_a_record_is_one_that_strict_providers_take()
    {
        var schema = Schema.Json;
        schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["name", "mood", "age", "tags", "note"]);
        var properties = schema.GetProperty("properties");
        properties.GetProperty("name").GetProperty("description").GetString().ShouldBe("Who.");
        properties.GetProperty("name").GetProperty("type").GetString().ShouldBe("string");
        properties.GetProperty("age").GetProperty("type").GetString().ShouldBe("integer");
        properties.GetProperty("mood").GetProperty("enum").EnumerateArray().Select(mood => mood.GetString()).ShouldBe(["glad", "veryGlad"]);
        properties.GetProperty("note").GetProperty("type").EnumerateArray().Select(type => type.GetString()).ShouldBe(["string", "null"]);
        properties.GetProperty("tags").GetProperty("items").GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        schema.GetRawText().ShouldNotContain("default");
        Should.Throw<ArgumentException>(() => AnswerSchema.Of<List<int>>("list"));
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("Sure:\n```json\n" + Good + "\n```\nAnything else?")]
    [InlineData("""{"name":"Ann","mood":"veryGlad","age":7,"tags":[{"word":"a","weight":0.5},],}""")]
    [InlineData("""{"Name":"Ann","MOOD":" VeryGlad","age":"7","tags":[{"word":"a","weight":0.5,"why":1}],"note":{}}""")]
    [InlineData("""{"a":1} {"name":"Bob","name":"Ann","mood":"veryGlad","age":7.0,"tags":[{"word":"a","weight":0.5}]} {"name":"Cid"}""")]
    public async Task A_tolerable_answer_is_read(string said)
    {
        var answer = (await AskAsync(server => server.Says(said))).Value;
        (answer.Value.Name, answer.Value.Mood, answer.Value.Age, answer.Value.Note).ShouldBe(("Ann", Mood.VeryGlad, 7, null));
        answer.Value.Tags.ShouldBe([new("a", 0.5)]);
        answer.Spent.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}", "name: missing; mood: missing; age: missing; tags: missing")]
    [InlineData("""{"name":1,"mood":"sad","age":"old","tags":{},"note":null}""", "name: string was asked for, and number given; mood: 'sad' is none of glad, veryGlad; age: integer was asked for, and string given; tags: array was asked for, and object given")]
    [InlineData("""{"name":"Ann","mood":"glad","age":1.5,"tags":[{"word":null,"weight":1}]}""", "age: a whole number was asked for; tags[0].word: string was asked for, and null given")]
    [InlineData("""{"name":"Ann","mood":"glad","age":99999999999,"tags":[]}""", "$.age can't be read")]
    [InlineData("""{"name":"Ann","mood":"glad","age":1e999,"tags":[]}""", "age: ")]
    public async Task An_answer_off_its_schema_is_a_fault_with_path_and_reason(string said, string reason)
    {
        var fault = (await AskAsync(server => server.Says(said))).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("answer-off-schema");
        fault.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("", "answer-unreadable")]
    [InlineData("[1,2]", "answer-unreadable")]
    [InlineData("null", "answer-unreadable")]
    public async Task No_object_is_no_answer(string said, string code)
        => (await AskAsync(server => server.Says(said))).Fault.ShouldNotBeNull().Code.ShouldBe(code);

    [Fact]
    public async Task A_huge_answer_is_not_read()
        => (await AskAsync(server => server.Says(new string('{', 100_000)))).Fault.ShouldNotBeNull().Code.ShouldBe("answer-too-long");

    [Fact]
    public async Task Whatever_is_answered_ends_in_a_value_or_a_fault()
    {
        var random = new Random(11);
        const string alphabet = "{}[]\",:0e9.-\\u d8truefalsn`\n/*";
        for (var round = 0; round < 3_000; round++)
        {
            var said = Good.ToCharArray().ToList();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                var at = random.Next(said.Count);
                if (random.Next(3) == 0) said.RemoveAt(at);
                else if (random.Next(2) == 0) said.Insert(at, alphabet[random.Next(alphabet.Length)]);
                else said[at] = alphabet[random.Next(alphabet.Length)];
            }

            await ReadAsync(new string([.. said]));
        }

        (await ReadAsync("""{"name":"\ud800","mood":"glad","age":1,"tags":[]}""")).Fault.ShouldNotBeNull().Code.ShouldBe("answer-unreadable");
        (await ReadAsync("""{"\ud800":1}""")).Fault.ShouldNotBeNull();
        (await ReadAsync(string.Concat(Enumerable.Repeat("{\"name\":", 5_000)))).Fault.ShouldNotBeNull();

        static Task<Outcome<Structured<Person>>> ReadAsync(string said)
            => StructuredAnswer.AskAsync<Person>(new Parrot(said), [], new(new(), Schema, new()), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_failed_call_is_a_fault_that_was_counted()
    {
        var tally = new CallTally();
        var fault = (await AskAsync(server => server.Refuses(500), tally)).Fault.ShouldNotBeNull();
        (fault.Code, tally.Calls, tally.CostUsd).ShouldBe(("model-unavailable", 1, 0m));
    }

    [Fact]
    public void A_record_that_holds_itself_has_a_schema_that_is_followed()
    {
        var schema = AnswerSchema.Of<Node>("node");
        using var good = JsonDocument.Parse("""{"name":"a","next":{"name":"b","next":null}}""");
        using var bad = JsonDocument.Parse("""{"name":"a","next":{"name":1,"next":null}}""");
        SchemaFit.Of(good.RootElement, schema.Json).Faults.ShouldBeEmpty();
        SchemaFit.Of(bad.RootElement, schema.Json).Notes.ShouldContain(note => note.StartsWith("next.name: string was asked for"));
    }

    [Fact]
    public void A_span_s_probability_is_the_product_of_the_tokens_that_touch_it()
    {
        var response = new ChatResponse();
        response.Attach([Token("{a", 0.5), Token("bé"u8[..2].ToArray(), 0.5), Token("é"u8[1..].ToArray(), 0.5), Token("}", 0.5)]);
        var text = "{abé}"u8;

        SpanProbability.Of(response, text, 1..5).ShouldNotBeNull().ShouldBe(0.125, 1e-9);
        SpanProbability.Of(response, text, 2..3).ShouldNotBeNull().ShouldBe(0.5, 1e-9);
        SpanProbability.Of(response, "{abc}"u8, 1..5).ShouldBeNull("the tokens are not those of this text");
        SpanProbability.Of(new(), text, 1..5).ShouldBeNull();

        static TokenLogprob Token(object text, double probability)
            => new("", Math.Log(probability), [.. (text as byte[] ?? System.Text.Encoding.UTF8.GetBytes((string)text)).Select(each => (int)each)], []);
    }

    private static async Task<Outcome<Structured<Person>>> AskAsync(Action<LoopbackOpenAi> behave, CallTally? tally = null)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        behave(server);
        var options = new StructuredOptions(LlmFixture.Options(), Schema, new CapabilityOptions()) { Spent = tally ?? new() };
        return await StructuredAnswer.AskAsync<Person>(
            fixture.OpenAi(server.Endpoint).Client, [new(ChatRole.User, "who?")], options, TestContext.Current.CancellationToken);
    }

    private sealed class Parrot(string said) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, said)));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private enum Mood
    {
        Glad,
        VeryGlad,
    }

    private sealed record Tag(string Word, double Weight);

    private sealed record Person([property: Description("Who.")] string Name, Mood Mood, int Age, IReadOnlyList<Tag> Tags, string? Note = null);

    private sealed record Node(string Name, Node? Next);
}
