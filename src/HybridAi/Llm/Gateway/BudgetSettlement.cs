using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>Books what the calls of one model cost.</summary>
/// <param name="alias">The model's alias.</param>
/// <param name="book">The budgets' accounts.</param>
/// <param name="logger">Hears of settlements that failed and of calls that cost more than the most they could.</param>
internal sealed partial class BudgetSettlement(string alias, BudgetBook book, ILogger logger)
{
    /// <summary>
    /// Settles a reservation at what the call cost. An answer that was paid for is not thrown away because its account can't be written: the
    /// reservation runs out as spent.
    /// </summary>
    public async Task SettleAsync(BudgetReservation reserved, BudgetCharge charge)
    {
        if (charge.Nano > reserved.AmountNano) Log.AboveReservation(logger, alias, charge.Nano, reserved.AmountNano);
        try
        {
            await book.SettleAsync(reserved, charge);
        }
        catch (DbException failure)
        {
            Log.NotSettled(logger, failure, alias, reserved.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A call of model {Alias} cost {CostNano} nano-dollars, more than the {ReservedNano} that it could cost at most: is its price right?")]
        public static partial void AboveReservation(ILogger logger, string alias, long costNano, long reservedNano);

        [LoggerMessage(Level = LogLevel.Error, Message = "A call of model {Alias} could not be settled: reservation {Reservation} runs out as spent")]
        public static partial void NotSettled(ILogger logger, Exception failure, string alias, string reservation);
    }
}
