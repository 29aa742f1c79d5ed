using System.Collections.Concurrent;
using HybridAi.Curate.Datasets;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Serve.Monitoring;

/// <summary>A model with what its traffic is held against.</summary>
/// <param name="Model">The model, loaded from its file as training left it.</param>
/// <param name="Reference">The reference.</param>
public sealed record WatchedModel(IModel Model, DriftReference Reference);

/// <summary>
/// The references of models, worked out when they are first asked for: model and dataset are named by their hashes, so that the same comes out at any time and
/// nothing needs to be stored beside them.
/// </summary>
public sealed class DriftReferences(ModelRegistry registry, ModelFile files, DatasetStore datasets)
{
    private readonly ConcurrentDictionary<string, (string Model, WatchedModel Watched)> _newest = new(StringComparer.Ordinal);

    /// <summary>The model of this hash with its reference, or why there is none.</summary>
    public async Task<Outcome<WatchedModel>> FindAsync(string project, string model, CancellationToken cancellation)
    {
        if (_newest.TryGetValue(project, out var kept) && kept.Model == model) return kept.Watched;
        if (!(await registry.FindAsync(project, model, cancellation)).Succeeded(out var registered, out var fault)) return fault;
        if (!(await files.LoadAsync(registered.Card, cancellation)).Succeeded(out var loaded, out fault)) return fault;
        if (!(await datasets.LoadAsync(project, registered.Card.DatasetHash, cancellation)).Succeeded(out var dataset, out fault)) return fault;
        if (!(await Task.Run(() => DriftReference.Of(loaded, dataset), cancellation)).Succeeded(out var reference, out fault)) return fault;
        var watched = new WatchedModel(loaded, reference);
        // One a project: what was live before is not asked for again.
        _newest[project] = (model, watched);
        return watched;
    }
}
