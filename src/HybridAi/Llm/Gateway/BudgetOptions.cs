using System.ComponentModel.DataAnnotations;

namespace HybridAi.Llm.Gateway;

/// <summary>How budgets are held.</summary>
public sealed class BudgetOptions
{
    /// <summary>
    /// After so many seconds a call that was never settled counts as spent in full: its process is dead, or it is very slow. One that ends
    /// later still is settled at what it cost.
    /// </summary>
    [Range(10, 86_400)]
    public int LeaseSeconds { get; set; } = 900;
}
