using System.Text.Json;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>Why a project learns again, and who pays.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Payer">Who pays; null: the project.</param>
public sealed record LearnArguments(string Reason, Payer? Payer = null);

/// <summary>Learning again as a job. Started again it freezes what is labelled by then, and pays for no answer twice.</summary>
public sealed class LearnJob(ProjectStore projects, LearnAgain learn) : IJobKind
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "route-learn";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<LearnArguments>(Json.Options)!;
        if (!(await projects.FindAsync(job.Project, cancellation)).Succeeded(out var project, out var fault)) return fault;
        return (await learn.RunAsync(project, arguments.Reason, arguments.Payer ?? Payer.Project, new Relay(progress), cancellation)).Then<object>(ended => ended);
    }

    private sealed class Relay(IProgress<object> progress) : IProgress<LearnStep>
    {
        public void Report(LearnStep value) => progress.Report(value);
    }
}
