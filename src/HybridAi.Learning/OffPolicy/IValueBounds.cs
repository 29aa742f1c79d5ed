namespace HybridAi.Learning.OffPolicy;

/// <summary>Says which values a log speaks against. Each of the two errs with half of what the confidence leaves.</summary>
internal interface IValueBounds
{
    /// <summary>Whether the right value must be greater.</summary>
    bool TooLow(EstimatingEquation equation, double value);

    /// <summary>Whether the right value must be smaller.</summary>
    bool TooHigh(EstimatingEquation equation, double value);
}
