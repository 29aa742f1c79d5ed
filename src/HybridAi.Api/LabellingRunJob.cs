using System.Text.Json;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Jobs;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>What is to be labelled by whom, at whose expense. A pilot's records are named, so that a resumed job asks for the same ones.</summary>
internal sealed record LabellingRunArguments(string Labeller, int Concurrency, Payer? Payer = null, IReadOnlyList<string>? Only = null,
    AskSettings? Ask = null, int MaxAttempts = LabellingStage.UsualAttempts);

/// <summary>A labelling run as a job.</summary>
internal sealed class LabellingRunJob(LabellingPlans plans, LabellingStage stage) : IJobKind
{
    public const string KindName = "labelling-run";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<LabellingRunArguments>(Json.Options)!;
        var opened = await plans.OpenAsync(job.Project, arguments.Labeller, arguments.Ask ?? AskSettings.Plain, cancellation);
        if (!opened.Succeeded(out var labeller, out var fault)) return fault;
        var named = arguments.Only?.ToHashSet(StringComparer.Ordinal);
        Func<Record, bool>? only = named is null ? null : record => named.Contains(record.Id);
        var run = await stage.RunAsync(
            job.Project, labeller.PaidBy(arguments.Payer ?? Payer.Project), only, arguments.Concurrency, arguments.MaxAttempts, new ProgressRelay<LabellingProgress>(progress), cancellation);
        return run.Fault is { } stopped ? stopped : run;
    }
}
