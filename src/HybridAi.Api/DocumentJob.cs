using System.Text.Json;
using HybridAi.Documents.Ingestion;
using HybridAi.Jobs;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>Which document is to be taken in.</summary>
internal sealed record DocumentArguments(string Tenant, string Document);

/// <summary>What came of it.</summary>
internal sealed record DocumentResult(string Document, string? Version);

/// <summary>Taking a document in as a job. Started again it reads the same file again, which changes nothing.</summary>
internal sealed class DocumentJob(DocumentStage stage) : IJobKind
{
    public const string KindName = "document";

    public string Name => KindName;

    /// <summary>The name under which a tenant's jobs stand in line.</summary>
    public static string LineOf(string tenant) => $"documents:{tenant}";

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<DocumentArguments>(Json.Options)!;
        var ended = await stage.RunAsync(arguments.Tenant, arguments.Document, new ProgressRelay<DocumentProgress>(progress), cancellation);
        return ended.Then<object>(document => new DocumentResult(document.Id, document.Version));
    }
}
