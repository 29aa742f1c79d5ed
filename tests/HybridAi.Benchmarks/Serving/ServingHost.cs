using HybridAi.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Benchmarks.Serving;

/// <summary>
/// <c>serving-host --name=value…</c>: the product's host as it is, and before all of it two constants to hold it against: the least that this server can do, and
/// the same for a request that is as large and an answer that is as long as a prediction.
/// </summary>
internal static class ServingHost
{
    public const string Constant = "/constant";
    public const string SameSize = "/constant/same-size";

    private static readonly byte[] Short = "ok"u8.ToArray();
    private static readonly byte[] Long = [.. Enumerable.Repeat((byte)'x', 900)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var app = ApiHost.Create(arguments, builder => builder.Services.AddSingleton<IStartupFilter, Constants>());
        await app.RunAsync();
        return 0;
    }

    private sealed class Constants : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(AnswerAsync);
            next(app);
        };

        private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
        {
            if (http.Request.Path == Constant) await WriteAsync(http, Short);
            else if (http.Request.Path == SameSize)
            {
                await http.Request.Body.CopyToAsync(Stream.Null);
                await WriteAsync(http, Long);
            }
            else await next(http);
        }

        private static async Task WriteAsync(HttpContext http, byte[] body)
        {
            http.Response.ContentLength = body.Length;
            await http.Response.BodyWriter.WriteAsync(body);
        }
    }
}
