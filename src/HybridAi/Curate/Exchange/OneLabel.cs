namespace HybridAi.Curate.Exchange;

/// <summary>What is said of formats whose row has room for one label.</summary>
internal static class OneLabel
{
    /// <summary>What a row of records leaves out.</summary>
    public const string NotHeld =
        "A record has one label here, the one that holds: other proposals and the labels of people who were overruled are left out; export labels and annotations for these.";
}
