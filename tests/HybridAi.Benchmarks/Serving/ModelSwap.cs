using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HybridAi.Benchmarks.Serving;

/// <summary>Predictions while the live route changes back and forth.</summary>
/// <param name="Requests">How many were made.</param>
/// <param name="Failed">How many were not answered.</param>
/// <param name="Stale">How many began after a change had been confirmed and were answered by the route before it.</param>
/// <param name="P99Millis">99th percentile of their time.</param>
internal sealed record ModelSwap(int Requests, int Failed, int Stale, double P99Millis)
{
    public static async Task<ModelSwap> RunAsync(Served served, string token, IReadOnlyList<string> bodies, IReadOnlyList<string> routes, int callers, TimeSpan span, bool swaps)
    {
        var until = Stopwatch.GetTimestamp() + (long)(span.TotalSeconds * Stopwatch.Frequency);
        var confirmed = (await served.SendAsync(HttpMethod.Get, "/routes/live")).GetProperty("hash").GetString()!;
        // While a change is asked for and not yet confirmed either route may answer.
        var changing = 0;
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))).Prepend(swaps ? SwapAsync() : Task.FromResult<Calls>(new(0, 0, []))));
        long[] times = [.. counts.SelectMany(count => count.Times).Order()];
        return new(times.Length, counts.Sum(count => count.Failed), counts.Sum(count => count.Stale), times[(int)(0.99 * (times.Length - 1))] * 1e3 / Stopwatch.Frequency);

        async Task<Calls> SwapAsync()
        {
            for (var turn = 0; Stopwatch.GetTimestamp() < until; turn++)
            {
                var next = routes[turn % routes.Count];
                Interlocked.Increment(ref changing);
                await served.SendAsync(HttpMethod.Post, $"/routes/{next}/live", JsonContent.Create(new { reason = "swap under load" }));
                Volatile.Write(ref confirmed, next);
                Interlocked.Increment(ref changing);
                await Task.Delay(200);
            }

            return new(0, 0, []);
        }

        async Task<Calls> CallAsync(int caller)
        {
            using var client = new HttpClient { BaseAddress = served.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var (failed, stale, times) = (0, 0, new List<long>());
            for (var at = caller; Stopwatch.GetTimestamp() < until; at += callers)
            {
                var (epoch, expected) = (Volatile.Read(ref changing), Volatile.Read(ref confirmed));
                var from = Stopwatch.GetTimestamp();
                using var answer = await client.PostAsync($"/v1/projects/{Served.Project}/predict", new StringContent(bodies[at % bodies.Count], Encoding.UTF8, "application/json"));
                var text = await answer.Content.ReadAsStringAsync();
                times.Add(Stopwatch.GetTimestamp() - from);
                if (!answer.IsSuccessStatusCode) failed++;
                else if (epoch % 2 == 0 && Volatile.Read(ref changing) == epoch)
                    stale += JsonDocument.Parse(text).RootElement.GetProperty("versions").GetProperty("route").GetString() == expected ? 0 : 1;
            }

            return new(failed, stale, times);
        }
    }

    private sealed record Calls(int Failed, int Stale, List<long> Times);
}
