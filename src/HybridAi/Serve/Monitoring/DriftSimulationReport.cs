namespace HybridAi.Serve.Monitoring;

/// <summary>How far a simulation is.</summary>
/// <param name="Done">Hours that were played.</param>
/// <param name="Total">Hours in all.</param>
public sealed record DriftSimulationStep(int Done, int Total);

/// <summary>An hour of simulated traffic.</summary>
/// <param name="Hour">Which one, from 0.</param>
/// <param name="Texts">Its texts.</param>
/// <param name="PValue">How likely at most they are where nothing has drifted.</param>
/// <param name="Alarm">Whether there is an alarm.</param>
/// <param name="First">The column that speaks most for drift.</param>
public sealed record SimulatedHour(int Hour, int Texts, double PValue, bool Alarm, string First);

/// <summary>A simulated day.</summary>
/// <param name="FoundAfterHours">Hours from the beginning of the drift to the end of the first window with an alarm; null: never found.</param>
/// <param name="FalseAlarms">Alarms before the drift.</param>
/// <param name="Hours">Its hours.</param>
public sealed record SimulatedDay(int? FoundAfterHours, int FalseAlarms, IReadOnlyList<SimulatedHour> Hours);

/// <summary>What a simulation of drift found.</summary>
/// <param name="Kind"><c>drift</c>.</param>
/// <param name="Seed">What it was seeded with.</param>
/// <param name="ElapsedSeconds">How long it took.</param>
/// <param name="Settings">What it was told.</param>
/// <param name="TrainRows">Rows that the model learned from.</param>
/// <param name="ReferenceRows">Rows that traffic is held against.</param>
/// <param name="NewLabels">The labels that the model never saw, of which the drifted traffic is.</param>
/// <param name="LevelAWindow">Chance of a false alarm of one window, at most.</param>
/// <param name="Found">Days on which the drift was found.</param>
/// <param name="MedianDelayHours">The middle of the delays, as long as a day where it was not found; null without drift.</param>
/// <param name="LongestDelayHours">The longest delay; null where a day did not find it.</param>
/// <param name="UndriftedWindows">Windows before the drift.</param>
/// <param name="FalseAlarms">Those of them with an alarm.</param>
/// <param name="FalseAlarmDays">Days with any.</param>
/// <param name="Days">The days.</param>
public sealed record DriftSimulationReport(
    string Kind, int Seed, double ElapsedSeconds, DriftSimulationSettings Settings, int TrainRows, int ReferenceRows, IReadOnlyList<string> NewLabels, double LevelAWindow, int Found,
    double? MedianDelayHours, int? LongestDelayHours, int UndriftedWindows, int FalseAlarms, int FalseAlarmDays, IReadOnlyList<SimulatedDay> Days);
