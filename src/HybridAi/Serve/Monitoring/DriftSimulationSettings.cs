namespace HybridAi.Serve.Monitoring;

/// <summary>What <c>hybridai simulate drift</c> is told.</summary>
/// <param name="Days">How many days are played, each with other texts in its hours; 1 to 1,000.</param>
/// <param name="Hours">Hours of a day, 2 to 168.</param>
/// <param name="DriftAt">The hour from which on the traffic drifts, 1 to <paramref name="Hours"/>; at its end it never does.</param>
/// <param name="DriftShare">Share of the texts that are of a new kind from then on, above 0 to 1.</param>
/// <param name="TextsAnHour">Texts of an hour, 50 to 5,000; fewer where the file holds fewer.</param>
/// <param name="AlarmRate">Chance of any false alarm in a day, at most; 0.01 to 0.5.</param>
/// <param name="Trailing">The newest so many hours are also looked at together, 1 to 48.</param>
/// <param name="Seed">Draws everything.</param>
public sealed record DriftSimulationSettings(
    int Days = 10, int Hours = 24, int DriftAt = 14, double DriftShare = 0.3, int TextsAnHour = 200, double AlarmRate = 0.05, int Trailing = 6, int Seed = 1)
{
    /// <summary>What is out of its range; null: nothing.</summary>
    public Fault? Check()
    {
        var wrong = new OutOfRange();
        wrong.Within("--days", Days, 1, 1_000);
        wrong.Within("--hours", Hours, 2, 168);
        wrong.Within("--drift-at", DriftAt, 1, Hours);
        wrong.Within("--drift-share", DriftShare, 0.01, 1);
        wrong.Within("--per-hour", TextsAnHour, 50, 5_000);
        wrong.Within("--alarm-rate", AlarmRate, 0.01, 0.5);
        wrong.Within("--trailing", Trailing, 1, 48);
        return wrong.Fault("simulation-settings-invalid");
    }
}
