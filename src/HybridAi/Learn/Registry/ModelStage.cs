namespace HybridAi.Learn.Registry;

/// <summary>Where a model stands.</summary>
public enum ModelStage
{
    /// <summary>Trained and judged; it may be promoted.</summary>
    Candidate,

    /// <summary>The project's one model that new routes are built on.</summary>
    Champion,

    /// <summary>Was champion once; it may come back.</summary>
    Retired,
}

/// <summary>A model as the registry holds it.</summary>
/// <param name="Card">What it is and where it came from.</param>
/// <param name="Stage">Where it stands now.</param>
/// <param name="Moves">How it came to stand there, oldest first.</param>
public sealed record RegisteredModel(ModelCard Card, ModelStage Stage, IReadOnlyList<ModelMove> Moves);
