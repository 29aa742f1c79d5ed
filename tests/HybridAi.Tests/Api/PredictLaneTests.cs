using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public class PredictLaneTests
{
    private const string Plain = """{"text":"The invoice is wrong","id":"mine"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_short_way_and_the_long_one_give_the_same_answer()
    {
        await using var bench = await LaneBench.StartAsync();

        using var quick = await bench.PostAsync(LaneBench.Predict, Plain);
        using var slow = await bench.PostAsync($"{LaneBench.Predict}?long=way", Plain);

        Without(await quick.Content.ReadAsStringAsync(Cancellation)).ShouldBe(Without(await slow.Content.ReadAsStringAsync(Cancellation)));
        Headers(quick).ShouldBe(Headers(slow));
        quick.Headers.ETag.ShouldNotBeNull().Tag.ShouldBe($"\"{(await LaneBench.JsonOf(quick)).GetProperty("versions").GetProperty("route").GetString()![..16]}\"");

        // What was measured differs between any two.
        static string Without(string body)
        {
            var answer = JsonNode.Parse(body)!.AsObject();
            answer.Remove("latencyMs");
            foreach (var step in answer["reason"]!.AsArray()) step!.AsObject().Remove("latencyMs");
            return answer.ToJsonString();
        }

        static string Headers(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Length" or "Transfer-Encoding")).OrderBy(header => header.Key).Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
    }

    [Fact]
    public async Task Who_looks_after_his_answers_finds_them_in_report_and_decisions()
    {
        await using var bench = await LaneBench.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => (await bench.PostAsync(LaneBench.Predict, $$"""{"text":"invoice {{i}}","id":"r{{i}}"}""")).EnsureSuccessStatusCode().Dispose()));

        (await bench.GetAsync("/v1/projects/mail/report")).GetProperty("predictions").GetInt32().ShouldBe(60);
        var decisions = await bench.GetAsync("/v1/projects/mail/decisions?limit=100");
        decisions.EnumerateArray().Select(one => one.GetProperty("recordId").GetString()).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => $"r{i}").Order());
    }

    [Fact]
    public async Task A_key_that_may_not_or_no_longer_is_turned_away_from_the_next_request_on()
    {
        await using var bench = await LaneBench.StartAsync();
        var admin = ("Authorization", $"Bearer {bench.Secret}");
        var reader = await LaneBench.KeyAsync(bench.Api, "reader", "read", admin);
        var shop = await LaneBench.KeyAsync(bench.Api, "shop", "predict", admin);

        (await AskAsync(reader)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(shop)).ShouldBe(HttpStatusCode.OK);
        (await bench.Api.SendAsync(HttpMethod.Delete, "/v1/keys/shop", null, headers: admin)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await AskAsync(shop)).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> AskAsync(string secret)
            => (await bench.Api.PostAsync(LaneBench.Predict, new { text = "The invoice is wrong" }, ("Authorization", $"Bearer {secret}"))).Status;
    }

    [Fact]
    public async Task The_request_after_a_change_of_the_route_goes_along_the_new_one_while_others_are_under_way()
    {
        await using var bench = await LaneBench.StartAsync();
        var routes = bench.Api.Services.GetRequiredService<RouteStore>();
        var first = (await routes.LiveAsync("mail", Cancellation)).Value;
        var second = await routes.SaveAsync(first.Definition with { ProjectVersion = first.Definition.ProjectVersion + 1 }, Cancellation);
        var end = false;
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref end)) (await bench.PostAsync(LaneBench.Predict, Plain)).EnsureSuccessStatusCode().Dispose();
        }, Cancellation)));

        for (var turn = 0; turn < 20; turn++)
        {
            var next = turn % 2 == 0 ? second.Hash : first.Hash;
            (await routes.MakeLiveAsync("mail", next, "test", Cancellation)).Fault.ShouldBeNull();
            using var answer = await bench.PostAsync(LaneBench.Predict, Plain);
            (await LaneBench.JsonOf(answer)).GetProperty("versions").GetProperty("route").GetString().ShouldBe(next);
        }

        Volatile.Write(ref end, true);
        await load;
    }

    [Fact]
    public async Task One_request_more_than_the_bound_is_refused_with_the_time_to_come_again()
    {
        await using var bench = await LaneBench.StartAsync("--HybridAi:Prediction:MaxInFlight=1");
        using var connection = new TcpClient();
        await connection.ConnectAsync(bench.Api.Address.Host, bench.Api.Address.Port, Cancellation);
        var stream = connection.GetStream();
        await stream.WriteAsync(Head(bench, "/v1/projects/mail/predict/stream", "application/x-ndjson", 1_000), Cancellation);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("{\"text\":\"invoice\"}\n"), Cancellation);
        // The first bytes of the answer: it is being worked on, and its sender has not ended.
        (await stream.ReadAsync(new byte[1], Cancellation)).ShouldBe(1);

        using var refused = await bench.PostAsync(LaneBench.Predict, Plain);

        (await LaneBench.ProblemOf(refused)).ShouldBe((429, "too-many-requests"));
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_body_that_is_half_sent_is_no_prediction_and_harms_nobody()
    {
        await using var bench = await LaneBench.StartAsync();
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(bench.Api.Address.Host, bench.Api.Address.Port, Cancellation);
            await connection.GetStream().WriteAsync(Head(bench, LaneBench.Predict, "application/json", 500), Cancellation);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes("{\"text\":\"inv"), Cancellation);
        }

        (await bench.PostAsync(LaneBench.Predict, Plain)).EnsureSuccessStatusCode().Dispose();
        (await bench.GetAsync("/v1/projects/mail/report")).GetProperty("predictions").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"text":"x","texts":"y"}""", "application/json", 400, "json-unreadable")]
    [InlineData("""{"text":17}""", "application/json", 400, "json-unreadable")]
    [InlineData("""{"text":"x","maxCostUsd":NaN}""", "application/json", 400, "json-unreadable")]
    [InlineData("""{"text":"x","text":"y"}""", "application/json", 400, "json-unreadable")]
    [InlineData("""{"text":"\uD800"}""", "application/json", 400, "json-unreadable")]
    [InlineData("""{"text":""}""", "application/json", 400, "text-empty")]
    [InlineData("""{"text":"x"}""", "text/plain", 415, "content-type-unsupported")]
    [InlineData("""{"items":[{"text":"x","id":"a"},{"text":"y","id":"a"}]}""", "application/json", 400, "id-repeated")]
    [InlineData("""{"text":"x"} {"text":"y"}""", "application/json", 400, "json-unreadable")]
    public async Task What_can_not_be_answered_is_refused_on_both_ways_alike(string body, string type, int status, string code)
    {
        await using var bench = await LaneBench.StartAsync();

        using var quick = await bench.PostAsync(LaneBench.Predict, body, type);
        using var slow = await bench.PostAsync($"{LaneBench.Predict}?long=way", body, type);

        (await LaneBench.ProblemOf(quick)).ShouldBe((status, code));
        (await quick.Content.ReadAsStringAsync(Cancellation)).ShouldBe(await slow.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Bodies_of_ten_megabytes_and_requests_of_ten_thousand_texts_are_refused()
    {
        await using var bench = await LaneBench.StartAsync();

        using var large = await bench.PostAsync(LaneBench.Predict, $$"""{"text":"{{new string('x', 10_000_000)}}"}""");
        using var larger = await bench.PostAsync(LaneBench.Predict, $$"""{"text":"{{new string('x', 17_000_000)}}"}""", headers: ("Expect", "100-continue"));
        using var many = await bench.PostAsync(LaneBench.Predict, $$"""{"items":[{{string.Join(',', Enumerable.Repeat("""{"text":"x"}""", 10_000))}}]}""");

        (await LaneBench.ProblemOf(large)).ShouldBe((400, "text-too-long"));
        (await LaneBench.ProblemOf(larger)).ShouldBe((413, "body-too-large"));
        (await LaneBench.ProblemOf(many)).ShouldBe((400, "texts-too-many"));
    }

    [Fact]
    public async Task A_request_that_is_repeated_under_its_key_gets_the_first_answer_and_counts_once()
    {
        await using var bench = await LaneBench.StartAsync();
        (string, string)[] key = [("Idempotency-Key", "order-17")];

        using var first = await bench.PostAsync(LaneBench.Predict, Plain, headers: key);
        using var again = await bench.PostAsync(LaneBench.Predict, Plain, headers: key);
        using var other = await bench.PostAsync(LaneBench.Predict, """{"text":"another"}""", headers: key);

        (await again.Content.ReadAsStringAsync(Cancellation)).ShouldBe(await first.Content.ReadAsStringAsync(Cancellation));
        again.Headers.GetValues("x-hybridai-repeated").ShouldBe(["true"]);
        (await LaneBench.ProblemOf(other)).ShouldBe((409, "idempotency-key-used"));
        (await bench.GetAsync("/v1/projects/mail/report")).GetProperty("predictions").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Lines_are_answered_in_their_order_and_a_bad_one_stops_nobody()
    {
        await using var bench = await LaneBench.StartAsync();
        var lines = Enumerable.Range(0, 1_000).Select(i => i == 500 ? "{oops" : $$"""{"text":"invoice {{i}}","id":"r{{i}}"}""");

        using var answer = await bench.PostAsync("/v1/projects/mail/predict/stream", string.Join('\n', lines), "application/x-ndjson");

        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.OK, "application/x-ndjson"));
        var answers = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        answers.Count.ShouldBe(1_000);
        (answers[500]["line"]!.GetValue<int>(), answers[500]["fault"]!["code"]!.GetValue<string>()).ShouldBe((501, "json-unreadable"));
        answers.Where((_, i) => i != 500).Select(one => one["id"]!.GetValue<string>()).ShouldBe(Enumerable.Range(0, 1_000).Where(i => i != 500).Select(i => $"r{i}"));
    }

    [Fact]
    public async Task A_slow_reader_of_a_stream_loses_nothing()
    {
        await using var bench = await LaneBench.StartAsync();
        const int Lines = 20_000;
        using var connection = new TcpClient { ReceiveBufferSize = 4_096 };
        await connection.ConnectAsync(bench.Api.Address.Host, bench.Api.Address.Port, Cancellation);
        var stream = connection.GetStream();
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(i => $"{{\"text\":\"invoice {i}\",\"id\":\"r{i}\"}}\n")));
        await stream.WriteAsync(Head(bench, "/v1/projects/mail/predict/stream", "application/x-ndjson", body.Length), Cancellation);

        // Nobody reads while it is sent: the server stops reading until somebody does.
        var sending = stream.WriteAsync(body, Cancellation).AsTask();
        var received = new StringBuilder();
        var buffer = new byte[4_096];
        while (!received.ToString(Math.Max(0, received.Length - 7), Math.Min(7, received.Length)).EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, Cancellation);
            read.ShouldBeGreaterThan(0);
            received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await sending;
        var text = received.ToString();
        text.Split("\"certified\":").Length.ShouldBe(Lines + 1);
    }

    private static byte[] Head(LaneBench bench, string path, string type, int length) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {bench.Api.Address.Authority}\r\nAuthorization: Bearer {bench.Secret}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n");
}
