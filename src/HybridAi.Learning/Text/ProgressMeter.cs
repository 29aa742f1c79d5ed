namespace HybridAi.Learning.Text;

/// <summary>Adds up the passes of fits that run side by side.</summary>
internal sealed class ProgressMeter(IProgress<TrainingProgress>? progress, int planned)
{
    private readonly Lock _gate = new();
    private int _done;

    public void Advance()
    {
        if (progress is null) return;
        lock (_gate) progress.Report(new TrainingProgress("fitting", Math.Min((double)++_done / planned, 1)));
    }

    /// <summary>Most fits stop before their last planned pass, so the end is told and not counted.</summary>
    public void Finish() => progress?.Report(new TrainingProgress("done", 1));
}
