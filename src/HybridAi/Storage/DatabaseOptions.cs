using System.ComponentModel.DataAnnotations;

namespace HybridAi.Storage;

/// <summary>Which database keeps the state.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    /// <summary>A member of the database family: <c>sqlite</c> (embedded, in the data directory) or <c>postgres</c>.</summary>
    [RegularExpression("sqlite|postgres", ErrorMessage = "HybridAi:Database:Provider is 'sqlite' or 'postgres'.")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>The connection string for <c>postgres</c>; <c>sqlite</c> needs none.</summary>
    public string? ConnectionString { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == "postgres" && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new("HybridAi:Database:ConnectionString is needed when HybridAi:Database:Provider is 'postgres'.", [nameof(ConnectionString)]);
    }
}
