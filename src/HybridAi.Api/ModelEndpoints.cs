using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What is to be trained.</summary>
/// <param name="Dataset">The dataset's hash or its beginning; left out: the newest.</param>
/// <param name="Trainer">The trainer's name; left out: the one for the project's kind.</param>
/// <param name="Seed">Another seed is another order of rows.</param>
/// <param name="BalanceClasses">Whether rare labels weigh as much as frequent ones.</param>
/// <param name="Tolerance">A number is judged right when no further than this from the true one; left out: only the very number is.</param>
public sealed record TrainRequest(string? Dataset = null, string? Trainer = null, int Seed = 1, bool BalanceClasses = false,
    [property: Range(0.0, 1e9)] double? Tolerance = null);

/// <summary>Why something is changed by hand.</summary>
/// <param name="Reason">For whoever reads the history.</param>
public sealed record ReasonRequest([property: Required, StringLength(1_000, MinimumLength = 1)] string Reason);

/// <summary>Trained models: candidates, the champion, and those that were.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder v1)
    {
        var models = v1.MapGroup("/projects/{project}/models").WithTags("Models").Needs(Rights.Manage);

        models.MapPost("/", TrainAsync)
            .WithSummary("Train a model")
            .WithDescription(
                """
                Hands in a job: train, judge on the reviewed test rows, register, and promote when the gate says so.
                The same dataset and settings make the same model.
                """)
            .Refuses(404, 409, 503);

        models.MapGet("/", ListAsync)
            .Needs(Rights.Read)
            .WithSummary("List models")
            .WithDescription("The newest first, each with its card, its stage and its moves.")
            .Refuses(404);

        models.MapGet("/{hash}", FindAsync)
            .Needs(Rights.Read)
            .WithSummary("Look at a model")
            .WithDescription(
                """
                Its card: where it came from, how it was judged and why the gate let it through or not.
                The first eight digits of the hash are enough.
                """)
            .Refuses(404);

        models.MapPost("/{hash}/promote", PromoteAsync)
            .Audit("model.promote", "hash")
            .WithSummary("Make a model the champion")
            .WithDescription("The champion before it retires. Live routes keep the model that they were built with.")
            .Refuses(404);

        models.MapPost("/rollback", RollbackAsync)
            .Audit("model.rollback")
            .WithSummary("Bring back the champion before this one")
            .Refuses(404, 409);
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> TrainAsync(
        string project,
        TrainRequest request,
        ProjectStore projects,
        DatasetStore datasets,
        TrainerFamily trainers,
        JobDesk jobs,
        CancellationToken cancellation)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)) return Refusal.Of(unknown);
        if (request.Trainer is { } named && trainers.Find(named).Fault is { } noTrainer) return Refusal.Of(noTrainer with { Kind = FaultKind.BadInput, Place = "trainer" });
        if (trainers.For(version.Definition, request.Trainer).Fault is { } unfit) return Refusal.Of(unfit);
        if (!(await datasets.LoadAsync(project, request.Dataset, cancellation)).Succeeded(out var dataset, out var fault)) return Refusal.Of(fault);
        var arguments = new TrainingArguments(dataset.Manifest.Hash, request.Trainer, new(request.Seed, request.BalanceClasses, request.Tolerance));
        return (await jobs.SubmitAsync(project, TrainingJob.KindName, arguments, cancellation)).ToAccepted();
    }

    private static async Task<Results<Ok<IReadOnlyList<RegisteredModel>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, ModelRegistry registry, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await registry.ListAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RegisteredModel>, ProblemHttpResult>> FindAsync(
        string project, string hash, ProjectStore projects, ModelRegistry registry, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await registry.FindAsync(project, hash, cancellation)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RegisteredModel>, ProblemHttpResult>> PromoteAsync(
        string project, string hash, ReasonRequest request, ModelRegistry registry, CancellationToken cancellation)
        => (await registry.PromoteAsync(project, hash, request.Reason, cancellation)).ToOk();

    private static async Task<Results<Ok<RegisteredModel>, ProblemHttpResult>> RollbackAsync(
        string project, ReasonRequest request, ModelRegistry registry, CancellationToken cancellation)
        => (await registry.RollbackAsync(project, request.Reason, cancellation)).ToOk();
}
