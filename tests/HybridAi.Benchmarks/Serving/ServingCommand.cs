using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Text;

namespace HybridAi.Benchmarks.Serving;

/// <summary>
/// <c>serving --train F --test F [--seconds 10] [--connections 32] [--rounds 3]</c>: in turn and in one go, a constant, predictions with everything on, and the
/// FastAPI peer, from <c>wrk</c> on the same machine; then the route changes under load. Figures are medians over the rounds.
/// </summary>
internal static class ServingCommand
{
    private const int FewConnections = 8;

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (train, test) = (Path.GetFullPath(options.Text("--train")), Path.GetFullPath(options.Text("--test")));
        var (seconds, connections, rounds) = (options.Number("--seconds", 10), options.Number("--connections", 32), options.Number("--rounds", 3));
        var directory = Directory.CreateTempSubdirectory("hybridai-serving-");
        try
        {
            var texts = Table.Read(test, "text", "category").Texts;
            string[] bodies = [.. texts.Select(text => JsonSerializer.Serialize(new { text }))];
            var file = Path.Combine(directory.FullName, "bodies.jsonl");
            await File.WriteAllLinesAsync(file, bodies);
            var data = Path.Combine(directory.FullName, "data");

            IReadOnlyList<string> routes;
            string token;
            await using (var teaching = await Served.StartAsync(data, client => client.GetAsync("/health/ready")))
            {
                routes = await teaching.TeachAsync(train, 1, 2);
                token = await teaching.KeyAsync();
            }

            await using var served = await Served.StartAsync(data, client => AskAsync(client, token, texts[0]));
            served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await using var peer = await Peer.StartAsync(train);
            var predict = new Uri(served.Address, $"/v1/projects/{Served.Project}/predict");
            List<Contender> contenders =
            [
                new("constant (GET, no auth)", () => Wrk.RunAsync(new(served.Address, ServingHost.Constant), connections, seconds)),
                new("constant (POST, same size, no auth)", () => Wrk.RunAsync(new(served.Address, ServingHost.SameSize), connections, seconds, file, token)),
                new("predict, everything on", () => Wrk.RunAsync(predict, connections, seconds, file, token)),
            ];
            if (peer is not null) contenders.Add(new("FastAPI + scikit-learn, 2 workers", () => Wrk.RunAsync(Peer.Predict, connections, seconds, file)));
            // Warm: code is compiled again while it runs hot.
            foreach (var contender in contenders) _ = await contender.Run();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    await served.RestAsync();
                    var before = served.ProcessorTime;
                    contender.Loads.Add(await contender.Run());
                    contender.Processor.Add((served.ProcessorTime - before).TotalMicroseconds / (contender.Loads[^1].PerSecond * seconds));
                }
            }

            output.WriteLine(FormattableString.Invariant($"{connections} connections, {rounds} rounds of {seconds} s, {Environment.ProcessorCount} cores with the client's"));
            output.WriteLine($"{"",-38}{"requests/s",12}{"p50 ms",10}{"p99 ms",10}{"errors",8}{"× constant",12}{"× p99",8}{"CPU µs",9}");
            foreach (var contender in contenders) Line(contender, contenders[0]);
            if (peer is null) output.WriteLine("FastAPI + scikit-learn: not measured, the packages are not installed");
            else output.WriteLine(FormattableString.Invariant($"predict over FastAPI: {contenders[2].PerSecond / contenders[3].PerSecond:F1} ×"));
            output.WriteLine(FormattableString.Invariant($"start to first prediction: {served.UntilAnswer.TotalSeconds:F2} s"));
            output.WriteLine(FormattableString.Invariant($"resident memory after the load: {served.ResidentMegabytes:F0} MB, at most {served.PeakMegabytes:F0} MB"));

            var span = TimeSpan.FromSeconds(seconds);
            var steady = await ModelSwap.RunAsync(served, token, bodies, routes, FewConnections, span, swaps: false);
            var swapped = await ModelSwap.RunAsync(served, token, bodies, routes, FewConnections, span, swaps: true);
            output.WriteLine(FormattableString.Invariant(
                $"route changes under load, every 200 ms: {swapped.Requests} requests, {swapped.Failed} failed, {swapped.Stale} stale, p99 {swapped.P99Millis:F2} ms; without changes {steady.P99Millis:F2} ms"));
            await LedgerAsync(served, output);
            return swapped.Failed + swapped.Stale == 0 ? 0 : 1;

            void Line(Contender contender, Contender constant) => output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender.Name,-38}{contender.PerSecond,12:F0}{contender.P50,10:F2}{contender.P99,10:F2}{contender.Errors,8}{contender.PerSecond / constant.PerSecond,12:F2}{contender.P99 / constant.P99,8:F2}{contender.Processor.Order().ElementAt(rounds / 2),9:F1}"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string token, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/projects/{Served.Project}/predict") { Content = JsonContent.Create(new { text }) };
        request.Headers.Authorization = new("Bearer", token);
        return await client.SendAsync(request);
    }

    private static async Task LedgerAsync(Served served, TextWriter output)
    {
        var report = await served.SendAsync(HttpMethod.Get, "/report");
        output.WriteLine($"predictions in the report: {report.GetProperty("predictions")}");
    }

    private sealed record Contender(string Name, Func<Task<WrkLoad>> Run)
    {
        public List<WrkLoad> Loads { get; } = [];

        /// <summary>Processor time of the served process for each request, in microseconds: on a busy machine it says more than the rate.</summary>
        public List<double> Processor { get; } = [];

        public double PerSecond => Median(load => load.PerSecond);

        public double P50 => Median(load => load.P50Millis);

        public double P99 => Median(load => load.P99Millis);

        public long Errors => Loads.Sum(load => load.Errors);

        private double Median(Func<WrkLoad, double> figure) => Loads.Select(figure).Order().ElementAt(Loads.Count / 2);
    }
}
