using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Succession;

/// <summary>How often a host looks after the routes of projects that follow one another.</summary>
public sealed class SuccessionOptions
{
    /// <summary>Whether this host does it at all; others on the same database may.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often, in seconds.</summary>
    [Range(1, 86_400)]
    public double CheckSeconds { get; set; } = 60;
}
