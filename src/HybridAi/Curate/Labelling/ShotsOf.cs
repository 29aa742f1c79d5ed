using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Labelling;

/// <summary>The examples among those chosen whose label a project has: a shortlist must not be shown a label that is not on it.</summary>
internal sealed class ShotsOf(IShotSelector inner, Project project) : IShotSelector
{
    public string Name => inner.Name;

    public string Version => inner.Version;

    public bool DependsOnText => inner.DependsOnText;

    public IReadOnlyList<ReviewedText> Choose(string text) => [.. inner.Choose(text).Where(shot => project.Form.Read(shot.Label).Fault is null)];
}
