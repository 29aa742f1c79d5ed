using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>The one check of a label that a person gives.</summary>
internal static class GivenLabel
{
    private const int MostNamed = 40;

    public static Fault? FaultOf(Project project, string label)
    {
        if (project.Knows(label)) return null;
        var known = string.Join(", ", project.Labels.Take(MostNamed).Select(known => known.Name));
        var more = project.Labels.Count > MostNamed ? $" and {project.Labels.Count - MostNamed} more" : "";
        return Fault.BadInput("label-unknown", $"'{label}' is not a label of '{project.Name}'. Known: {known}{more}.");
    }
}
