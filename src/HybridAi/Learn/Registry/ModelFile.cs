using HybridAi.Learn.Training;
using HybridAi.Storage;

namespace HybridAi.Learn.Registry;

/// <summary>
/// A model's way into an artefact and back. What comes back has been checked twice: the file still has its hash, and the model still answers
/// as its card says.
/// </summary>
public sealed class ModelFile(ArtefactStore artefacts, TrainerFamily trainers)
{
    /// <summary>Writes the model and returns its hash and size, or the fault <c>artefact-not-written</c>.</summary>
    public async Task<Outcome<StoredModel>> SaveAsync(IModel model, CancellationToken cancellation)
    {
        try
        {
            var hash = await artefacts.WriteAsync((stream, _) => Task.Run(() => model.Save(stream), cancellation), cancellation);
            return new StoredModel(hash, new FileInfo(artefacts.PathOf(hash)).Length);
        }
        catch (IOException failure)
        {
            return Fault.Unavailable("artefact-not-written", $"The model can't be written under {artefacts.Root}: {failure.Message}");
        }
    }

    /// <summary>The model behind the card, or a fault: <c>model-missing</c>, <c>model-broken</c>, <c>trainer-unknown</c>.</summary>
    public async Task<Outcome<IModel>> LoadAsync(ModelCard card, CancellationToken cancellation)
    {
        if (!trainers.Find(card.Trainer).Succeeded(out var trainer, out var unknown)) return unknown;
        try
        {
            await using var stream = await artefacts.OpenAsync(card.Hash, cancellation);
            if (!trainer.Load(stream).Succeeded(out var model, out var fault)) return fault;
            return card.Probe.Difference(model) is { } difference
                ? Broken(card, $"the file is intact, but the model answers otherwise than when it was trained: {difference}. Train it again.")
                : Success.Of(model);
        }
        catch (FileNotFoundException)
        {
            return Fault.Unavailable(
                "model-missing", $"The file of model {card.ShortHash} is not under {artefacts.Root}: restore it, or roll back to another champion.");
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return Broken(card, failure.Message);
        }
    }

    private static Fault Broken(ModelCard card, string reason)
        => Fault.Unavailable("model-broken", $"Model {card.ShortHash} can't be used: {reason}");
}

/// <summary>A model as a file.</summary>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record StoredModel(string Hash, long Bytes);
