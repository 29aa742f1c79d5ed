namespace HybridAi.Llm.Gateway;

/// <summary>What one caller wants done to the budgets' accounts.</summary>
internal abstract class BudgetMove;

/// <summary>To take an amount from every one of these budgets, or from none.</summary>
internal sealed class BudgetTake(IReadOnlyList<BudgetName> budgets, long amountNano) : BudgetMove
{
    public IReadOnlyList<BudgetName> Budgets => budgets;

    public long AmountNano => amountNano;

    /// <summary>What was taken; null where there was no room.</summary>
    public BudgetReservation? Reservation { get; set; }

    /// <summary>The first budget, in the order of accounts, that had no room; null where all had.</summary>
    public BudgetName? Full { get; set; }
}

/// <summary>To end a reservation: at what its call cost, or, when its lease has run out, as spent.</summary>
/// <param name="id">The reservation's.</param>
/// <param name="charge">What its call cost; null: nobody knows, it has expired.</param>
internal sealed class BudgetEnd(string id, BudgetCharge? charge) : BudgetMove
{
    public string Id => id;

    public BudgetCharge? Charge => charge;

    /// <summary>Whether there was something to end.</summary>
    public bool Ended { get; set; }
}
