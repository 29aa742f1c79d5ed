namespace HybridAi.Jobs;

/// <summary>
/// One kind of long work. It may be stopped at any point by a cancellation or a dying process and started again with the same arguments,
/// so it must go on where it stopped and never do, or pay for, the same thing twice. Safe to run for several projects at once.
/// </summary>
public interface IJobKind
{
    /// <summary>The member's name: <c>labelling-run</c>, <c>training</c>.</summary>
    string Name { get; }

    /// <summary>Does the work.</summary>
    /// <param name="job">Its project and arguments.</param>
    /// <param name="progress">Told as often as the kind likes, an immutable value each time; the newest is stored now and then.</param>
    /// <param name="cancellation">Stops the work; throwing <see cref="OperationCanceledException"/> is then the expected end.</param>
    /// <returns>The result, which is stored as JSON, or the fault.</returns>
    Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation);
}
