using System.ComponentModel.DataAnnotations;

namespace HybridAi.Jobs;

/// <summary>How jobs are run in this process.</summary>
public sealed class JobOptions : IValidatableObject
{
    /// <summary>Jobs at work at once in this process; two of one kind and project never are.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 2;

    /// <summary>How often progress is stored and the process says that it is alive, in seconds.</summary>
    [Range(0.01, 60)]
    public double ProgressSeconds { get; set; } = 1;

    /// <summary>A job whose process has been silent for so long is taken over, in seconds.</summary>
    [Range(0.1, 3_600)]
    public double LeaseSeconds { get; set; } = 15;

    /// <summary>How often jobs that other processes handed in or left behind are looked for, in seconds.</summary>
    [Range(0.01, 300)]
    public double PollSeconds { get; set; } = 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LeaseSeconds < 3 * ProgressSeconds)
        {
            yield return new(
                "HybridAi:Jobs:LeaseSeconds is at least three times HybridAi:Jobs:ProgressSeconds, or a live job would be taken over.", [nameof(LeaseSeconds)]);
        }
    }
}
