using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Labelling;

/// <summary>A kind of labeller: makes the labellers whose specification begins with its name.</summary>
public interface ILabellerMember
{
    /// <summary>What stands before the colon: <c>lexical</c>, <c>llm</c>, <c>recorded</c>.</summary>
    string Name { get; }

    /// <summary>How a specification is written, for a person: <c>llm:ALIAS</c>.</summary>
    string Usage { get; }

    /// <summary>Makes a labeller.</summary>
    /// <param name="argument">What stands after the colon; null where there is none.</param>
    /// <param name="context">For what it is to label.</param>
    Outcome<ILabeller> Create(string? argument, LabellerContext context);
}

/// <summary>What a labeller is made for.</summary>
/// <param name="Project">The project, with its label schema.</param>
/// <param name="Reviewed">The texts that were reviewed so far and that a labeller may learn from; never those that it will be judged on.</param>
/// <param name="AnswersFile">For <c>recorded:MODEL</c>: the file to replay, in place of that of the settings.</param>
/// <param name="Purpose">What model calls are for, in the ledger's word.</param>
/// <param name="Measures">Whether what a call costs is to be found out: then no kept answer will do.</param>
public sealed record LabellerContext(
    Project Project, IReadOnlyList<ReviewedText> Reviewed, string? AnswersFile = null, string Purpose = "labelling",
    bool Measures = false)
{
    /// <summary>How a model is asked.</summary>
    public AskSettings Ask { get; init; } = AskSettings.Plain;
}
