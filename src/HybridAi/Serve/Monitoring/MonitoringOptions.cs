using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Monitoring;

/// <summary>How served traffic is watched.</summary>
public sealed class MonitoringOptions
{
    /// <summary>Whether this host samples and watches at all; others on the same database may.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often samples are stored and windows looked for, in seconds.</summary>
    [Range(0.01, 3_600)]
    public double CheckSeconds { get; set; } = 60;

    /// <summary>At most so many texts of a project are sampled between two looks, whatever the traffic: each served text has the same chance.</summary>
    [Range(1, 10_000)]
    public int TextsACheck { get; set; } = 100;

    /// <summary>Sampled texts are deleted after so many days: they are customers' data.</summary>
    [Range(1, 365)]
    public int KeepTextsDays { get; set; } = 7;

    /// <summary>What was found in windows, and alerts that were acknowledged, are deleted after so many days.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 400;

    /// <summary>A window is at least so long, in minutes, and longer where it holds too few texts.</summary>
    [Range(15, 1_440)]
    public double WindowMinutes { get; set; } = 60;

    /// <summary>A window holds at least so many different texts.</summary>
    [Range(50, 5_000)]
    public int LeastTexts { get; set; } = 50;

    /// <summary>The newest so many windows are also compared together, which finds what is too little for one; 1: each is looked at alone.</summary>
    [Range(1, 48)]
    public int TrailingWindows { get; set; } = 6;

    /// <summary>Of a window at most so many texts are compared, the first of them in an order of chance.</summary>
    [Range(50, 5_000)]
    public int MostTexts { get; set; } = 5_000;

    /// <summary>Chance of any false drift alarm of a project in a day, at most; each window gets an equal part of it.</summary>
    [Range(0.01, 0.5)]
    public double AlarmRate { get; set; } = 0.05;

    /// <summary>So many of the texts that the model was least sure of go to the review queue with each window.</summary>
    [Range(0, 1_000)]
    public int DoubtfulToReview { get; set; } = 2;

    /// <summary>So many of the texts that are least like those of training go to the review queue when a drift alarm is raised.</summary>
    [Range(0, 1_000)]
    public int DriftedToReview { get; set; } = 20;

    /// <summary>Windows a day, at most.</summary>
    internal int WindowsADay => (int)Math.Ceiling(TimeSpan.FromDays(1).TotalMinutes / WindowMinutes);
}
