using System.Text.Json;
using HybridAi.Curate.Labelling;
using HybridAi.Jobs;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>Which route is to be tested again, and on which dataset; both by their whole hash.</summary>
internal sealed record RouteRetestArguments(string Route, string Dataset, Payer? Payer = null);

/// <summary>The test of a stored route as a job. Answers stand in the labelling journal: started again it asks only for what is missing.</summary>
internal sealed class RouteRetestJob(RouteRetest retest) : IJobKind
{
    public const string KindName = "route-certify";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<RouteRetestArguments>(Json.Options)!;
        var tested = await retest.RunAsync(
            job.Project, arguments.Route, arguments.Dataset, arguments.Payer ?? Payer.Project, new ProgressRelay<LabellingProgress>(progress), cancellation);
        return tested.Then<object>(seen => seen);
    }
}
