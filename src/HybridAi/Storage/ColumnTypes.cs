using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;

namespace HybridAi.Storage;

/// <summary>How .NET values stand in columns, alike in every database: a moment as ISO 8601 text in UTC, which also sorts by time.</summary>
internal static class ColumnTypes
{
    // CA2255: Dapper's handlers are process-wide, and no store may run before they stand.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new MomentHandler());
    }

    /// <summary>The value as a parameter takes it.</summary>
    internal static object InColumn(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset moment => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };

    private sealed class MomentHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value)
            => DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = InColumn(value);
        }
    }
}
