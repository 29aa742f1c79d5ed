using System.Data.Common;
using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Prediction;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Succession;

/// <summary>
/// What is done beside serving, after the answers are there: candidate and champion meet, the reference's answers become labels, and a sample of the texts tells how
/// new they are. None of it changes or costs an answer; where it can't be stored it is lost, and the log says so.
/// </summary>
public sealed partial class Beside(
    SuccessionStore successions, PairStore pairs, SuccessionSettingsStore settings, ServedLabels labels, ServedNovelty novelty, TrafficSample traffic, ServeMetrics metrics,
    ILogger<Beside> logger)
{
    /// <summary>What dear tiers answer while a request lasts.</summary>
    internal AnswerMemory Memory { get; } = new();

    /// <summary>Counts the successions that this process began or moved on.</summary>
    internal long Moves => successions.Moves;

    /// <summary>The succession that is under way; null where there is none.</summary>
    internal Task<RouteSuccession?> RunningAsync(string project, CancellationToken cancellation) => successions.RunningAsync(project, cancellation);

    /// <summary>Counts and times what was answered, and keeps a sample of the texts for who watches them; nothing is written.</summary>
    internal void Watch(string project, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers)
    {
        foreach (var answer in answers)
            if (answer is not null)
                metrics.Predicted(project, answer);
        traffic.Served(project, texts, answers);
    }

    /// <summary>A request begins: its dear answers are kept if both routes are to meet it.</summary>
    internal void Begin(LiveArms arms, string requestId)
    {
        if (arms.Meets(requestId)) Memory.Begin(requestId);
    }

    /// <summary>A request has its answers.</summary>
    internal async Task EndAsync(
        LiveArms arms, string requestId, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers, CancellationToken cancellation)
    {
        var project = arms.Champion.Definition.Project.Name;
        Watch(project, texts, answers);
        try
        {
            if (arms.Meets(requestId)) await MeetAsync(arms, requestId, texts, answers, cancellation);
            var wanted = await settings.FindAsync(project, cancellation);
            // A reference that calls nobody would learn from itself.
            if (wanted.KeepServedTexts && !AnswerMemory.IsFree(arms.Champion.Definition.Reference.Tier)) await labels.KeepAsync(arms.Champion.Definition, wanted, requestId, texts, answers, cancellation);
            await novelty.SampleAsync(arms.Champion, requestId, texts, answers, cancellation);
        }
        catch (Exception away) when (away is DbException or IOException or TimeoutException)
        {
            Log.NotKept(logger, away, project, requestId);
        }
        finally
        {
            Memory.End(requestId);
        }
    }

    private async Task MeetAsync(
        LiveArms arms, string requestId, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers, CancellationToken cancellation)
    {
        var met = new List<SuccessionPair>();
        foreach (var (text, answer) in texts.Zip(answers))
        {
            // A text that can't be read meets nobody; and where limits led the way, it was not the route's own.
            if (answer?.Walk is null) continue;
            var byCandidate = answer.Versions.Route == arms.Candidate!.Hash;
            var served = new Way(answer.Fault is null && answer.Degraded is null ? WayEnd.Answered : WayEnd.Failed, answer.Label);
            var other = await ShadowWalk.RunAsync(
                byCandidate ? arms.Champion : arms.Candidate, new(requestId, answer.Id, text.Text), Memory, cancellation);
            met.Add(byCandidate
                ? new(requestId, answer.Id, Side.Challenger, other, served)
                : new(requestId, answer.Id, Side.Champion, served, other));
        }

        if (met.Count > 0) await pairs.AddAsync(arms.Running!.Id, met, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What was learned beside request {Request} of {Project} is lost: the database is away")]
        public static partial void NotKept(ILogger logger, Exception away, string project, string request);
    }
}
