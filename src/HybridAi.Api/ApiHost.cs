using System.Data.Common;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Api.OpenAi;
using HybridAi.Api.Telemetry;
using HybridAi.Api.Web;
using HybridAi.Documents.Ingestion;
using HybridAi.Jobs;
using HybridAi.Jobs.Webhooks;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Succession;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace HybridAi.Api;

/// <summary>The host: the product's stages behind HTTP, with the job runner in the same process.</summary>
public static class ApiHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Runs the host until it is told to stop.</summary>
    /// <returns>0; 2 when a setting is wrong, after a line for each on the error stream; 1 when port, disk or database can't be had.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Create(args);
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures) await Console.Error.WriteLineAsync(failure);
            return 2;
        }
        catch (Exception outside) when (outside is IOException or UnauthorizedAccessException or DbException)
        {
            await Console.Error.WriteLineAsync(outside.Message);
            return 1;
        }
    }

    /// <summary>The host, ready to start.</summary>
    /// <param name="args">Settings as <c>--name value</c>, such as <c>--urls http://127.0.0.1:8080</c> or <c>--HybridAi:DataDirectory /data</c>.</param>
    /// <param name="configure">Changes to services and settings before the host is built.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The root appsettings.json stands beside the program; the data directory stays relative to where the program is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.Configure<KestrelServerOptions>(builder.Configuration.GetSection("Kestrel"));
        builder.Services
            .AddHybridAi(builder.Configuration)
            .AddOpenAiFront() // Before the edge: of two writers of problems the first that can is asked.
            .AddEdge()
            .AddApiDocument()
            .AddJobKinds()
            .AddPredictLane()
            .AddSingleton<AnswerEvents>()
            .AddDocumentUploads()
            .AddSingleton<ReportReach>()
            .AddHostedService<MigrationAtStart>()
            .AddAccess()
            .AddWeb()
            .AddTelemetry(builder.Configuration)
            .AddHostedService(provider => provider.GetRequiredService<JobRunner>())
            .AddHostedService(provider => provider.GetRequiredService<WebhookRunner>())
            .AddHostedService(provider => provider.GetRequiredService<AuditRunner>())
            .AddHostedService(provider => provider.GetRequiredService<SuccessionRunner>())
            .AddHostedService(provider => provider.GetRequiredService<MonitoringRunner>())
            .AddHostedService(provider => provider.GetRequiredService<FolderWatch>());
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseEdge();
        app.UsePredictLane();
        app.UseWeb();
        app.UseAccess();
        app.MapWeb();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapHealth();
        app.MapMetrics();
        var v1 = app.MapGroup("/v1")
            .AddEndpointFilter(SameSite.OnlyAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        v1.MapProjects();
        v1.MapIngestion();
        v1.MapLabelling();
        v1.MapReview();
        v1.MapDoubts();
        v1.MapAutoAccept();
        v1.MapReliability();
        v1.MapDatasets();
        v1.MapExchange();
        v1.MapModels();
        v1.MapRoutes();
        v1.MapSuccession();
        v1.MapPredict();
        v1.MapBatches();
        v1.MapDecisions();
        v1.MapMonitoring();
        v1.MapChat();
        v1.MapReport();
        v1.MapDocuments();
        v1.MapBudgets();
        v1.MapJobs();
        v1.MapWebhooks();
        v1.MapSession();
        v1.MapUsers();
        v1.MapKeys();
        v1.MapAudit();
        app.MapOpenAiFront();
        return app;
    }
}
